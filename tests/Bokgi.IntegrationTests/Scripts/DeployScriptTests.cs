using Bokgi.IntegrationTests.CommandLine;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>
/// scripts/deploy.sh in a copy of its files, with a fake docker program that writes the arguments of each call to a file.
/// deploy/try_containers.sh runs the same script with real containers.
/// </summary>
public sealed class DeployScriptTests : IDisposable
{
    private const string Options = "--project-name bokgi --env-file deploy/development.env -f deploy/docker-compose.yml --profile worker ";

    // The fake docker program. Empty files beside it are the states that it simulates: "installed" (data exist), "stopped" (no server runs),
    // "unstoppable" (the first stop fails) and "pending" (the database must be migrated). Three states concern the new version only: "sick"
    // (its database is critical), "silent" (its server's container does not run) and "looping" (its worker starts again and again). The file
    // "settings" is what "compose config" prints.
    private const string Docker = """
        #!/bin/bash
        cd "$(dirname "$0")"
        said="$*"
        said=${said//--project-name bokgi --env-file * -f deploy\/docker-compose.yml --profile worker /}
        echo "$said" >>calls
        case $said in
          'compose config') cat settings ;;
          'volume inspect bokgi_postgres') [ -e installed ] ;;
          'image inspect --format {{.Id}} bokgi:latest') echo image-of-latest ;;
          'compose ps -q backend') if [ ! -e stopped ]; then echo server; fi ;;
          'compose ps -q worker') echo worker ;;
          'compose ps -a -q backend worker') echo server worker ;;
          'inspect --format {{.Image}} server') echo image-that-runs ;;
          'inspect --format {{.State.Running}} {{.State.Restarting}} server') echo true false ;;
          'inspect --format {{.State.Running}} {{.State.Restarting}} {{.RestartCount}} worker') if [ -e looping ]; then echo true false 7; else echo true false 0; fi ;;
          *' backup all --json') echo '[ { "name": "database", "file": "postgresql/backup_20261130_000000.sql.gz" } ]' ;;
          *' backup database --json') echo '[ { "name": "database", "file": "postgresql/backup_20261130_000500.sql.gz" } ]' ;;
          *' migrate --check') [ ! -e pending ] ;;
          'tag bokgi:before bokgi:latest') rm -f sick silent looping ;;
          'compose stop backend worker') if [ -e unstoppable ]; then rm unstoppable; exit 1; fi ;;
          *' health verbose')
            if [ -e silent ]; then echo 'WARNING: container is not running' >&2; exit 1; fi
            printf '  queue  CRITICAL  a long one\n  api  OK  answers\n  database  %s  answers\n' "$([ -e sick ] && echo CRITICAL || echo OK)"
            exit 2
            ;;
        esac
        """;

    // Calls that change nothing.
    private static readonly string[] ReadOnlyCalls =
    [
        "info",
        "compose version",
        "compose config",
        "volume inspect bokgi_postgres",
        "image inspect --format {{.Id}} bokgi:latest",
        "compose ps -q backend",
        "compose ps -q worker",
        "inspect --format {{.Image}} server",
        "inspect --format {{.State.Running}} {{.State.Restarting}} server",
        "inspect --format {{.State.Running}} {{.State.Restarting}} {{.RestartCount}} worker",
        "compose run --rm -T backend migrate --check",
    ];

    // The calls that change something when a new version replaces one that runs.
    private static readonly string[] Changes =
    [
        "compose up -d --no-recreate postgres redis",
        "tag image-that-runs bokgi:before",
        "compose build backend",
        "compose up -d postgres redis",
        "compose stop backend worker",
        "compose run --rm -T backend migrate",
        "compose run --rm -T backend migrate --queues",
        "compose up -d --scale worker=1 backend worker",
        "compose exec -T backend bokgi health verbose",
    ];

    private readonly TemporaryFolder folder = new();

    public DeployScriptTests()
    {
        foreach (
            var file in (string[])["scripts/deploy.sh", "deploy/docker-compose.yml", "deploy/development.env", "Directory.Build.props"]
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.PathOf(file))!);
            File.Copy(Path.Combine(SharedData.RepositoryRoot, file), folder.PathOf(file));
        }

        Directory.CreateDirectory(folder.PathOf("bin"));
        folder.WriteText("bin/docker", Docker);
        SetStates("settings");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.PathOf("bin/docker"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void DryRun_OverARunningVersion_ChangesNothing()
    {
        SetStates("installed");

        using var script = Deploy([], "--dry-run");

        script.WaitForEnd().ShouldBe(0, script.AllOutput());
        Calls().Except(ReadOnlyCalls).ShouldBeEmpty();
        script.Lines.Count(line => line.StartsWith("== ", StringComparison.Ordinal)).ShouldBe(9); // the headings of the nine steps
        script
            .Lines.Where(line => line.StartsWith("would run: ", StringComparison.Ordinal))
            .Select(line => line.Replace("would run: docker ", "", StringComparison.Ordinal).Replace(Options, "", StringComparison.Ordinal))
            .ShouldBe(Changes);
    }

    [Fact]
    public void Deploy_FirstTime_BuildsMigratesAndStarts()
    {
        using var script = Deploy([new("WORKERS", "3")]);

        script.WaitForEnd().ShouldBe(0, script.AllOutput());
        Calls()
            .Except(ReadOnlyCalls)
            .ShouldBe([
                "compose build backend",
                "compose up -d postgres redis",
                "compose run --rm -T backend migrate",
                "compose run --rm -T backend migrate --queues",
                "compose up -d --scale worker=3 backend worker",
                "compose exec -T backend bokgi health verbose",
                "compose ps",
            ]);
    }

    [Fact]
    public void Deploy_NewVersionIsHealthy_BacksUpTheOldVersionAndThenReplacesIt()
    {
        SetStates("installed");

        using var script = Deploy([]);

        script.WaitForEnd().ShouldBe(0, script.AllOutput());
        Calls()
            .Except(ReadOnlyCalls)
            .ShouldBe([Changes[0], "compose exec -T backend bokgi backup all --json", .. Changes[1..], "compose ps"]);
    }

    [Fact]
    public void Deploy_DataWithoutContainers_IsBackedUpByTheLastImage()
    {
        SetStates("installed", "stopped");

        using var script = Deploy([]);

        script.WaitForEnd().ShouldBe(0, script.AllOutput());
        Calls()
            .Except(ReadOnlyCalls)
            .Take(3)
            .ShouldBe([Changes[0], "compose run --rm -T backend backup all --json", "tag image-of-latest bokgi:before"]);
    }

    [Theory]
    [InlineData("sick")] // a critical database
    [InlineData("silent")] // the server's container does not run, and docker prints a WARNING
    [InlineData("looping")] // a worker that starts again and again
    public void Deploy_NewVersionIsNotHealthy_BringsBackImageAndDatabase(string state)
    {
        SetStates("installed", "pending", state);

        using var script = Deploy([new("HEALTH_TIMEOUT", "1")]);

        script.WaitForEnd().ShouldBe(1, script.AllOutput());
        var calls = Calls();
        calls.ShouldContain("compose run --rm -T backend backup database --json", "what was written during the build");
        calls.ShouldContain("rm -f server worker", "whatever state they are in");
        calls
            .Skip(calls.IndexOf("tag bokgi:latest bokgi:failed"))
            .Except(ReadOnlyCalls)
            .ShouldBe([
                "tag bokgi:latest bokgi:failed",
                "tag bokgi:before bokgi:latest",
                "compose run --rm -T backend backup restore postgresql/backup_20261130_000500.sql.gz --yes",
                "compose up -d --scale worker=1 backend worker",
                "compose exec -T backend bokgi health verbose",
            ]);
        script.Errors[^1].ShouldContain("the previous version runs again");
    }

    [Fact]
    public void Deploy_ServerDoesNotStop_RestoresTheFormerVersionWithoutTouchingTheDatabase()
    {
        SetStates("installed", "unstoppable");

        using var script = Deploy([]);

        script.WaitForEnd().ShouldBe(1, script.AllOutput());
        Calls()
            .ShouldNotContain(call =>
                call.Contains("migrate", StringComparison.Ordinal) || call.Contains("restore", StringComparison.Ordinal)
            );
        script.Errors[^1].ShouldContain("the previous version runs again");
    }

    [Theory]
    [InlineData("staging", "", "mine", "needs API_KEYS")]
    [InlineData("staging", "''", "mine", "needs API_KEYS")]
    [InlineData("staging", "me:admin:secret", "", "not a well-known one")]
    [InlineData("production", "me:admin:secret", "\"development\"", "not a well-known one")]
    [InlineData("production", "me:admin:secret", "mine", "say --yes where nobody can answer")]
    public void Deploy_SettingsOrConsentMissing_IsRefusedBeforeAnythingChanges(string target, string keys, string password, string reason)
    {
        SetStates("installed");
        folder.WriteText(".env", $"ENVIRONMENT={target}\n");
        folder.WriteText("bin/settings", $"      API_KEYS: {keys}\n      POSTGRES_PASSWORD: {password}\n");

        using var script = Deploy([], target);

        script.WaitForEnd().ShouldBe(2, script.AllOutput());
        script.Errors[^1].ShouldContain(reason);
        Calls().Except(ReadOnlyCalls).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("staging", null, "copy .env.example to .env")]
    [InlineData("development", "ENVIRONMENT=production", "say 'deploy.sh production'")]
    [InlineData("everywhere", null, "unknown option 'everywhere'")]
    public void Deploy_AnotherEnvironment_IsRefused(string target, string? settings, string reason)
    {
        if (settings is not null)
            folder.WriteText(".env", settings + "\n");

        using var script = Deploy([], target);

        script.WaitForEnd().ShouldBe(2);
        script.Errors[^1].ShouldContain(reason);
    }

    private void SetStates(params string[] states)
    {
        foreach (var state in states)
            folder.WriteText($"bin/{state}", "");
    }

    private List<string> Calls() => File.Exists(folder.PathOf("bin/calls")) ? [.. File.ReadLines(folder.PathOf("bin/calls"))] : [];

    private WatchedProcess Deploy(IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments) =>
        WatchedProcess.StartScript(
            folder.PathOf("scripts/deploy.sh"),
            [new("PATH", $"{folder.PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}"), .. environment],
            arguments
        );
}
