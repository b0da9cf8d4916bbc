using Bokgi.ArchitectureFixture.Trading;

namespace Bokgi.ArchitectureFixture.Performance;

internal sealed record PerformanceReport(Fill LastFill);
