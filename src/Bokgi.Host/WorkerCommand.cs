using System.CommandLine;
using Bokgi.Host.Platform.Jobs;
using Bokgi.Host.Platform.Logging;
using Bokgi.Host.Platform.Telemetry;
using Bokgi.Host.Tasks;

namespace Bokgi.Host;

/// <summary><c>bokgi worker</c>: works on tasks in addition to the server, until SIGTERM or Ctrl-C.</summary>
internal static class WorkerCommand
{
    public const string Name = "worker";

    private const int MaximumConcurrency = 64;
    private const int DefaultHeartbeatSeconds = 10;
    private const int MaximumHeartbeatSeconds = 3_600;

    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var concurrency = NumberOption.Integer(
            "--concurrency",
            "count",
            "Number of task steps to work on at a time (default: one per processor)"
        );
        var queues = TextOption.Single(
            "--queues",
            "list",
            $"Queues to serve, by descending priority (default: {string.Join(',', JobQueues.All)})"
        );
        var heartbeat = NumberOption.Integer(
            "--heartbeat-seconds",
            "seconds",
            $"Seconds between heartbeats (default: {DefaultHeartbeatSeconds})"
        );
        var command = new Command(Name, "Works on tasks that were submitted to a server with the same DATABASE_URL.")
        {
            concurrency,
            queues,
            heartbeat,
        };
        return command
            .WithExamples("worker --concurrency 2", "worker --queues backtest-queue --heartbeat-seconds 10")
            .RunsAsync(
                (result, shell) =>
                    RunAsync(ReadOptions(result.GetValue(concurrency), result.GetValue(queues), result.GetValue(heartbeat)), shell)
            );
    }

    private static WorkerOptions ReadOptions(int? concurrency, string? queues, int? heartbeatSeconds)
    {
        var errors = new InputErrors();
        if (concurrency is < 1 or > MaximumConcurrency)
            errors.Add("concurrency", $"--concurrency cannot be {concurrency}; give 1 to {MaximumConcurrency}");
        if (heartbeatSeconds is < 1 or > MaximumHeartbeatSeconds)
            errors.Add("heartbeat-seconds", $"--heartbeat-seconds cannot be {heartbeatSeconds}; give 1 to {MaximumHeartbeatSeconds}");
        string[] names = queues is null ? [.. JobQueues.All] : queues.Split(',', StringSplitOptions.TrimEntries);
        foreach (var unknown in names.Except(JobQueues.All, StringComparer.Ordinal))
            errors.Add("queues", $"there is no queue '{unknown}'; the queues are {string.Join(", ", JobQueues.All)}");
        errors.ThrowIfAny();
        return new WorkerOptions(
            Name,
            concurrency ?? Environment.ProcessorCount,
            [.. names.Distinct(StringComparer.Ordinal)],
            TimeSpan.FromSeconds(heartbeatSeconds ?? DefaultHeartbeatSeconds)
        );
    }

    private static async Task<int> RunAsync(WorkerOptions options, Shell shell)
    {
        if (shell.Settings.DatabaseUrl.Length == 0)
            throw InvalidInputException.ForField(
                "DATABASE_URL",
                "a worker needs DATABASE_URL, the PostgreSQL server where tasks wait; without one 'bokgi serve' works on its tasks itself"
            );
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddLog(shell.Settings, shell.Clock, Name);
        BokgiServices.Add(builder.Services, shell.Settings, shell.Clock);
        builder.Services.AddTelemetry(shell.Settings, Name, isScraped: false);
        builder.Services.AddWorker(options);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        using var host = builder.Build();
        await ServiceStartup.PrepareAsync(host.Services, shell);
        await host.StartAsync();
        shell.Out.WriteLine(
            $"{Shell.Localize("작업 중", "working")}: {host.Services.GetRequiredService<WorkerName>().Text}, {string.Join(", ", options.Queues)}, {options.Concurrency}"
        );
        await host.WaitForShutdownAsync();
        return host.Services.GetServices<IHostedService>().OfType<WorkerService>().Any(worker => worker.HasFailed)
            ? ExitCode.Failed
            : ExitCode.Success;
    }
}
