using Bokgi.ArchitectureFixture.Host.Platform;

namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Breaks the rule that MarketData uses only the engine: has a setting of the program.</summary>
internal sealed record LakeInHost(Setting Setting);
