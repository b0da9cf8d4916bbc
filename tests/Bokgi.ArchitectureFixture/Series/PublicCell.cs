namespace Bokgi.ArchitectureFixture.Series;

public sealed record PublicCell(int Value);
