using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.MarketData.Lake;

internal sealed record LakeRow(PublicRow Row);
