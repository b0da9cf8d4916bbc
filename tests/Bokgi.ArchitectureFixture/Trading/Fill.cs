namespace Bokgi.ArchitectureFixture.Trading;

internal readonly record struct Fill(double Price);
