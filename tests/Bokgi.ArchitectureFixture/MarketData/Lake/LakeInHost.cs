using Bokgi.ArchitectureFixture.Host.Platform;

namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Breach: MarketData uses the engine only.</summary>
internal sealed record LakeInHost(Setting Setting);
