using Bokgi.ArchitectureFixture.Strategies;

namespace Bokgi.ArchitectureFixture.Trading;

/// <summary>Breaks the rule that Trading uses only Markets and Series: has a strategy step.</summary>
internal sealed class AccountWithStrategy
{
    public CompliantStep Step { get; set; }
}
