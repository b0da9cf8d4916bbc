using Bokgi.ArchitectureFixture.Series;

namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>No breach. This use by MarketData is the reason why PublicRow may be public.</summary>
internal sealed record LakeRow(PublicRow Row);
