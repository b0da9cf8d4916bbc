using Bokgi.ArchitectureFixture.Strategies;

namespace Bokgi.ArchitectureFixture.Trading;

/// <summary>Breach: Trading may use only Markets and Series.</summary>
internal sealed class AccountWithStrategy
{
    public CompliantStep Step { get; set; }
}
