using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.CommandLine;

/// <summary>A user can interrupt the program at any time; it finishes at most the files that it is writing.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("INT", 1)]
    [InlineData("TERM", 1)]
    [InlineData("TERM", 2)] // as the command `timeout` does: it signals the process and then its group
    public void Generate_Interrupted_StopsAndSaysSo(string signal, int signalCount)
    {
        // The command runs for minutes. Once the first file exists, it is certainly generating.
        string[] markets = [.. Enumerable.Range(10, 90).Select(i => $"C{i}_KRW")];
        using var bokgi = BokgiProcess.Start(
            "generate",
            "--symbols",
            string.Join(',', markets),
            "--days=700",
            "--minute-days=300",
            "--data-root",
            folder.Path
        );
        bokgi.TryWaitUntil(() => FileCount() > 0).ShouldBeTrue();

        bokgi.Signal("STOP"); // pauses the program, so that it writes no file between the count and the interrupting signal
        var before = FileCount();
        for (var sent = 0; sent < signalCount; sent++)
            bokgi.Signal(signal);
        bokgi.Signal("CONT");
        var result = bokgi.WaitForEnd();

        FileCount().ShouldBeInRange(before, before + Environment.ProcessorCount, "only files that were being written are completed");
        result.ExitCode.ShouldBe(2);
        result.Error.ShouldBe("stopped\n");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void Backtest_Interrupted_StopsAndSaysSo(string signal)
    {
        folder.WriteHours("BTC_KRW", 60_000);
        foreach (var number in Enumerable.Range(10, 90))
            CopyCandlesTo($"C{number}_KRW");
        // A large window, many bins and one thread, so that the run is not over before it is interrupted.
        using var bokgi = BokgiProcess.Start(
            "backtest",
            "--symbols=*",
            "--strategy=volume_zone_breakout",
            "--param=volume_window=500",
            "--param=num_bins=1000",
            "--timeframe=1H",
            "--threads=1",
            "--json",
            "--data-root",
            folder.Path
        );
        bokgi.TryWaitUntil(() => bokgi.IsWritingARun).ShouldBeTrue("the program ended before it could be interrupted");

        bokgi.Signal(signal);
        var result = bokgi.WaitForEnd();

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldBe("stopped\n");
        result.Out.ShouldBeEmpty();
    }

    private int FileCount() => Directory.EnumerateFiles(folder.Path, "*.parquet", SearchOption.AllDirectories).Count();

    private void CopyCandlesTo(string symbol)
    {
        foreach (var file in Directory.GetFiles(folder.PathOf("BTC_KRW", "1H"), "*.parquet"))
        {
            Directory.CreateDirectory(folder.PathOf(symbol, "1H"));
            File.Copy(file, folder.PathOf(symbol, "1H", Path.GetFileName(file)));
        }
    }
}
