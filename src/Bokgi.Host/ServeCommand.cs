using System.CommandLine;
using Bokgi.Host.Backtests.Store;
using Bokgi.Host.Platform.CommandLine;
using Bokgi.Host.Platform.Database;

namespace Bokgi.Host;

/// <summary><c>bokgi serve</c>: the HTTP API.</summary>
internal static class ServeCommand
{
    public static Command Create() =>
        new Command("serve", "Serves the HTTP API on HOST:PORT (http://127.0.0.1:8000); /docs shows it.").Runs((_, shell) => Run(shell));

    private static int Run(Shell shell)
    {
        using var app = BokgiServer.Build(shell.Settings);
        app.Services.GetRequiredService<BokgiDatabase>().Migrate();
        app.Services.GetRequiredService<RunStore>().Sweep();
        app.StartAsync(shell.Cancel).GetAwaiter().GetResult();
        foreach (var url in app.Urls)
            shell.Out.WriteLine($"{Shell.Say("듣고 있습니다", "listening on")} {url}");
        app.WaitForShutdownAsync(shell.Cancel).GetAwaiter().GetResult();
        return ExitCode.Good;
    }
}
