using Bokgi.ArchitectureFixture.Markets;

namespace Bokgi.ArchitectureFixture.Series;

internal sealed record CandleSeries(Symbol Symbol, double[] Closes);
