using Bokgi.ArchitectureFixture.Host.Platform;

namespace Bokgi.ArchitectureFixture.MarketData.Lake;

/// <summary>Breach: MarketData may use only the engine.</summary>
internal sealed record LakeInHost(Setting Setting);
