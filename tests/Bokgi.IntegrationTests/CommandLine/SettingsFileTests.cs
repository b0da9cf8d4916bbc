using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

public sealed class SettingsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Config_SettingsFileIsNotJson_IsRefusedInOneLine()
    {
        folder.WriteText("appsettings.json", "{bad");

        var (exitCode, error) = RunConfig();

        exitCode.ShouldBe(1);
        error.ShouldStartWith("error: appsettings.json in this folder is not JSON with settings: ");
        error.TrimEnd().Split('\n').Length.ShouldBe(1, error);
    }

    [Fact]
    public void Config_SettingsFileWithATypo_IsRefused()
    {
        folder.WriteText("appsettings.json", """{"PORTT": 5, "port": 8001, "Logging": {"LogLevel": {"Default": "Warning"}}}""");

        RunConfig().ShouldBe((1, "error: PORTT in appsettings.json is not a setting; 'bokgi config' lists them\n"));
    }

    private (int ExitCode, string Error) RunConfig()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Bokgi.Host.dll"), "config"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit(TestTimeout.Value).ShouldBeTrue();
        return (process.ExitCode, error.GetAwaiter().GetResult());
    }
}
