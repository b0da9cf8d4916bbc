using System.Diagnostics;
using System.Text.RegularExpressions;
using Bokgi.Host.Platform.Settings;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>Checks the files of deploy/ against the program and each other; needs no Docker engine.</summary>
public class DeployFilesTests
{
    private static Dictionary<string, object?> Services => Mapping(Compose("deploy/docker-compose.yml"), "services");

    [Fact]
    public void Services_OfTheComposeFile_HaveTheirProfilesAndDatabase()
    {
        Services.Keys.Order().ShouldBe(["backend", "postgres", "redis", "test", "worker"]);
        Strings(Mapping(Services, "worker"), "profiles").ShouldBe(["worker"]);
        Strings(Mapping(Services, "test"), "profiles").ShouldBe(["test"]);
        Mapping(Mapping(Services, "postgres"), "environment")["POSTGRES_DB"].ShouldBe("coin_db");
        Mapping(Mapping(Services, "postgres"), "environment")["POSTGRES_USER"].ShouldBe("coin_user");
    }

    [Fact]
    public void Ports_OfAllServices_PublishOnlyTheBackendOnLoopback() =>
        Services.Keys.SelectMany(name => Strings(Mapping(Services, name), "ports")).ShouldBe(["127.0.0.1:8000:8000"]);

    [Theory]
    [InlineData("backend", "")]
    [InlineData(
        "worker",
        "HOST PORT API_KEYS ALLOW_ANONYMOUS ALLOWED_HOSTS ALLOWED_ORIGINS MAX_BODY_BYTES MAX_CONCURRENT_REQUESTS REQUESTS_PER_SECOND REQUEST_BURST FAILED_KEYS_PER_MINUTE"
    )]
    public void Environment_OfTheProgram_HasEverySetting(string service, string settingsOfTheServerAlone)
    {
        var environment = Mapping(Mapping(Services, service), "environment");
        string[] replacedByUrl = ["REDIS_HOST", "REDIS_PORT", "REDIS_DB"]; // the file sets REDIS_URL instead

        environment
            .Keys.Order()
            .ShouldBe(
                HostSettings
                    .Defaults.Select(setting => setting.Name)
                    .Except(settingsOfTheServerAlone.Split(' '))
                    .Except(replacedByUrl)
                    .Order()
            );
        environment["DATA_ROOT"].ShouldBe("/data");
        environment["TZ"].ShouldBe("Asia/Seoul");
        environment["DATABASE_URL"]!.ToString()!.ShouldContain("coin_user:${POSTGRES_PASSWORD:?");
        environment
            .Values.Select(value => value?.ToString() ?? "")
            .ShouldAllBe(value => !value.Contains(":-", StringComparison.Ordinal), "defaults are declared in the program, not here");
    }

    [Fact]
    public void ExampleOfSettings_HasOnlyWhatTheServicesRead()
    {
        var variables = Regex
            .Matches(Text("deploy/docker-compose.yml"), @"\$\{(?<name>\w+)", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Select(variable => variable.Groups["name"].Value)
            .Distinct()
            .ToList();
        var example = Names(".env.example").ToList();

        variables.ShouldBeSubsetOf(example);
        example.ShouldBeSubsetOf([.. variables, .. Mapping(Mapping(Services, "backend"), "environment").Keys]);
        example.ShouldBeUnique();
    }

    [Fact]
    public void RootFile_IncludesTheServicesWithADevelopmentPassword()
    {
        var included = ((List<object?>)Compose("docker-compose.yml")["include"]!).ShouldHaveSingleItem();

        AsMapping(included)["path"].ShouldBe("deploy/docker-compose.yml");
        Names(AsMapping(included)["env_file"]!.ToString()!).ShouldBe(["POSTGRES_PASSWORD"]);
    }

    [Fact]
    public void Image_OfTheProgram_RunsAsNonRootWithHealthCheck()
    {
        var lines = Text("deploy/Dockerfile").Split('\n');
        var runtime = lines.SkipWhile(line => !line.EndsWith("AS runtime", StringComparison.Ordinal)).ToList();

        runtime.ShouldContain("USER $APP_UID");
        runtime.ShouldContain(line =>
            line.StartsWith("HEALTHCHECK", StringComparison.Ordinal) && line.Contains("/health", StringComparison.Ordinal)
        );
        runtime.ShouldContain("ENTRYPOINT [\"dotnet\", \"/app/Bokgi.Host.dll\"]");
        lines
            .Where(line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1])
            .ShouldAllBe(copied => Path.Exists(InRepository(copied)));
    }

    [Fact]
    public void DatabaseClient_InTheImage_HasTheServersMajorVersion()
    {
        var image = Mapping(Services, "postgres")["image"]!.ToString()!;
        var arguments = Mapping(Mapping(Mapping(Services, "backend"), "build"), "args");

        image.ShouldStartWith($"postgres:{arguments["POSTGRES_MAJOR"]}-");
        Text("deploy/Dockerfile").ShouldContain($"ARG POSTGRES_MAJOR={arguments["POSTGRES_MAJOR"]}\n");
    }

    [Theory]
    [InlineData("bokgi.service")]
    [InlineData("bokgi-worker@.service")]
    public void Unit_OfSystemd_IsValidAndHasFewPermissions(string name)
    {
        ExternalProgram.Require("systemd-analyze", "systemd");
        using var folder = new TemporaryFolder();
        // systemd-analyze requires that the program of the unit exists.
        var unit = folder.WriteText(
            name.Replace("@", "@1", StringComparison.Ordinal),
            Text($"deploy/systemd/{name}").Replace("/usr/bin/bokgi", "/bin/true", StringComparison.Ordinal)
        );

        Analyze("verify", unit).ShouldBe((0, string.Empty));

        // The exposure score goes from 0, for a unit that may do nothing, to 10. The threshold is in tenths: 1.5.
        var (code, report) = Analyze("security", "--offline=true", "--threshold=15", "--no-pager", unit);
        code.ShouldBe(0, report);

        static (int ExitCode, string Output) Analyze(params string[] arguments)
        {
            using var process = Process.Start(
                new ProcessStartInfo("systemd-analyze", arguments)
                {
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                    UseShellExecute = false,
                }
            )!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output + error.Result);
        }
    }

    private static string InRepository(string path) => Path.GetFullPath(Path.Combine(SharedData.RepositoryRoot, path));

    private static string Text(string path) => File.ReadAllText(InRepository(path));

    // The names set by a file of NAME=value lines.
    private static IEnumerable<string> Names(string path) =>
        Text(path).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('=')[0]);

    private static Dictionary<string, object?> Compose(string path) =>
        AsMapping(new Deserializer().Deserialize<object>(new MergingParser(new Parser(new StringReader(Text(path))))));

    private static Dictionary<string, object?> Mapping(Dictionary<string, object?> parent, string name) => AsMapping(parent[name]);

    private static Dictionary<string, object?> AsMapping(object? node) =>
        ((Dictionary<object, object?>)node!).ToDictionary(entry => entry.Key.ToString()!, entry => entry.Value);

    private static IEnumerable<string> Strings(Dictionary<string, object?> parent, string name) =>
        parent.GetValueOrDefault(name) is List<object?> list ? list.Select(entry => entry!.ToString()!) : [];
}
