using Bokgi.ArchitectureFixture.Host.Platform;
using Bokgi.ArchitectureFixture.Markets;

namespace Bokgi.ArchitectureFixture.Host.Alerts;

internal sealed record Alert(Setting Setting, Symbol Symbol);
