using System.CommandLine;
using Bokgi.Host.Alerts;
using Bokgi.Host.PaperTrading;
using Bokgi.Host.Platform;
using Bokgi.Host.Platform.Health;
using Bokgi.Host.Storage;
using Bokgi.Host.Tasks;

namespace Bokgi.Host.Health;

/// <summary><c>bokgi health</c>: checks everything that is configured; the exit code depends on the most serious finding.</summary>
internal static class HealthCommand
{
    private const string Verbose = "verbose";
    private const string Monitor = "monitor";
    private const string Alert = "alert";

    private static readonly TimeSpan MonitorInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DatabaseTimeout = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var mode = new Argument<string?>("mode")
        {
            Description =
                $"{Verbose}: with everything that was measured; {Monitor}: again every 5 s, until Ctrl-C; {Alert}: send an alert of what is not well",
            Arity = ArgumentArity.ZeroOrOne,
        };
        mode.AcceptOnlyFromAmong(Verbose, Monitor, Alert);
        var json = new Option<bool>("--json") { Description = "Write only JSON to standard output" };
        return new Command(
            "health",
            "Checks database, Redis, storage, queue, workers, feeds, server and machine. Exit code 0: well, 1: a warning, 2: something critical."
        )
        {
            mode,
            json,
        }
            .WithExamples("health", "health verbose", "health monitor --json")
            .RunsAsync((result, shell) => RunAsync(result.GetValue(mode), result.GetValue(json), shell));
    }

    private static async Task<int> RunAsync(string? mode, bool asJson, Shell shell)
    {
        await using var services = await OpenAsync(shell);
        var reporter = services.GetRequiredService<HealthReporter>();
        while (true)
        {
            var report = await reporter.RunAsync(shell.Cancel);
            if (asJson)
                shell.WriteJson(HealthReportDocument.Of(report));
            else
                Write(report, mode == Verbose, shell);
            if (mode == Alert)
                await shell.SendAlertsAsync(HealthAlerts.CreateMessages(report));
            if (mode != Monitor)
                return (int)report.Level;
            await Task.Delay(MonitorInterval, shell.Clock, shell.Cancel);
        }
    }

    // A database that cannot be opened in time does not stop the command.
    private static async Task<ServiceProvider> OpenAsync(Shell shell)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPlatform(shell.Settings, shell.Clock);
        services.AddStorage(shell.Settings);
        services.AddTasks();
        services.AddPaperChecks();
        services.AddSystemChecks();
        services.AddSingleton<IHealthCheck, Checks.ApiCheck>();
        var provider = services.BuildServiceProvider();
        try
        {
            var database = provider.GetRequiredService<BokgiDatabase>();
            var pending = await Task.Run(database.FindPendingMigrations, shell.Cancel)
                .WaitAsync(DatabaseTimeout, shell.Clock, shell.Cancel);
            if (pending.Count > 0)
                database.Migrate();
        }
        catch (Exception failure) when (failure is TimeoutException or DatabaseUnavailableException or StateRootException)
        {
            // The database check reports it.
        }

        return provider;
    }

    private static void Write(HealthReport report, bool isVerbose, Shell shell)
    {
        var columns = new List<TextColumn<HealthReport.Check>>
        {
            new("check", check => check.Name),
            new("status", check => FormatLevel(check.Finding.Level)),
            new("finding", check => Shell.Localize(check.Finding.Text.Ko, check.Finding.Text.En)),
        };
        if (isVerbose)
            columns.Add(new("measured", check => string.Join(", ", check.Finding.Values.Select(FormatValue))));
        shell.Write(report.Checks, columns);
        shell.Out.WriteLine(FormatLevel(report.Level));
    }

    private static string FormatValue(KeyValuePair<string, double> value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value.Key} {value.Value:0.##}");

    private static string FormatLevel(HealthLevel level) => level.ToString().ToUpperInvariant();
}
