using Bokgi.ArchitectureFixture.Host.Alerts;

namespace Bokgi.ArchitectureFixture.Host.Presets;

/// <summary>Breaks the rule that a feature uses only the features on its list: Presets uses Alerts.</summary>
internal sealed record PresetWithAlert(Alert Alert);
