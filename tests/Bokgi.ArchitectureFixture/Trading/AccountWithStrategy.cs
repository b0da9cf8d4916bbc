using Bokgi.ArchitectureFixture.Strategies;

namespace Bokgi.ArchitectureFixture.Trading;

/// <summary>Breach: Trading uses Markets and Series only.</summary>
internal sealed class AccountWithStrategy
{
    public HonestStep Step { get; set; }
}
