using System.Diagnostics;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary><c>scripts/run.sh</c> with the program that is built already in the launcher's place.</summary>
public sealed class RunScriptTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder = new();

    public RunScriptTests()
    {
        Directory.CreateDirectory(folder.Of("scripts"));
        File.Copy(Path.Combine(SharedData.RepositoryRoot, "scripts", "run.sh"), folder.Of("scripts", "run.sh"));
        var launcher = folder.WriteText(
            "bokgi",
            $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Bokgi.Host.dll")}' \"$@\"\n"
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(launcher, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_WithoutCandles_MakesSomeAndShowsBothStrategies()
    {
        var (code, output, errors) = Run(folder.Of("data"));

        code.ShouldBe(0, errors);
        output.ShouldContain("generated ");
        output.ShouldContain("volume_long_candle  1H");
        output.ShouldContain("volume_zone_breakout  1H");
        output.Split('\n').Count(line => line.TrimStart().StartsWith("BTC_KRW ", StringComparison.Ordinal)).ShouldBe(2);
        output.Split('\n').Count(line => line.TrimStart().StartsWith("total ", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void Run_WithCandles_AddsNone()
    {
        folder.WriteHours("ETH_KRW", 200);
        var before = Directory.GetFiles(folder.Path, "*.parquet", SearchOption.AllDirectories);

        var (code, output, errors) = Run(folder.Path);

        code.ShouldBe(0, errors);
        output.ShouldNotContain("generated");
        output.Split('\n').Count(line => line.TrimStart().StartsWith("ETH_KRW ", StringComparison.Ordinal)).ShouldBe(2);
        Directory.GetFiles(folder.Path, "*.parquet", SearchOption.AllDirectories).ShouldBe(before);
    }

    private (int Code, string Output, string Errors) Run(string dataRoot)
    {
        var start = new ProcessStartInfo("bash", [folder.Of("scripts", "run.sh")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
        };
        start.Environment["DATA_ROOT"] = dataRoot;
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
            process.Kill(entireProcessTree: true);
        Task.WaitAll([output, errors], Patience).ShouldBeTrue();
        return (process.ExitCode, output.Result, errors.Result);
    }
}
