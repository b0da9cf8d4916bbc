using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Bokgi.MarketData.Lake;
using Bokgi.Markets;
using Bokgi.Series;

namespace Bokgi.IntegrationTests.Lake;

/// <summary>This test program, started again as a process that writes to a lake and can be killed.</summary>
internal static class LakeWriterProcess
{
    public const long FirstTimeUtc = 1_704_067_200_000_000; // 2024-01-01T00:00Z

    private const string CommandVariable = "BOKGI_TEST_LAKE_WRITER";

    /// <summary>Starts a writer of single bars: numbers <paramref name="from"/> to <paramref name="to"/>, one write each.</summary>
    public static Process StartWritingBars(string root, int from, int to) => Start($"bars|{root}|{from}|{to}");

    /// <summary>
    /// Starts a writer that fills the same <paramref name="rows"/> bars with 1, 2, 3 … until it is killed; it prints each number before
    /// writing it.
    /// </summary>
    public static Process StartRewritingBars(string root, int rows) => Start($"rewrite|{root}|{rows}");

    public static Candle Bar(int number, double value) => new(FirstTimeUtc + (number * 60_000_000L), value, value, value, value, value);

    // Runs before the test runner's entry point. Returns at once unless this process was started as a writer.
    [ModuleInitializer]
    internal static void RunIfStartedAsWriter()
    {
        if (Environment.GetEnvironmentVariable(CommandVariable) is not { Length: > 0 } command)
            return;

        var parts = command.Split('|');
        var lake = new CandleLake(parts[1]);
        if (parts[0] == "bars")
            WriteBars(lake, from: Number(2), to: Number(3));
        else
            RewriteBars(lake, count: Number(2));
        Environment.Exit(0);

        int Number(int index) => int.Parse(parts[index], CultureInfo.InvariantCulture);
    }

    private static void WriteBars(CandleLake lake, int from, int to)
    {
        for (var i = from; i <= to; i++)
        {
            using var rows = new CandleColumns();
            rows.Add(Bar(i, i));
            lake.Write(Symbol.Parse("BTC_KRW"), Timeframe.OneMinute, rows);
        }
    }

    private static void RewriteBars(CandleLake lake, int count)
    {
        for (var value = 1; ; value++)
        {
            using var rows = new CandleColumns();
            for (var i = 0; i < count; i++)
                rows.Add(Bar(i, value));
            Console.WriteLine(value);
            lake.Write(Symbol.Parse("BTC_KRW"), Timeframe.OneMinute, rows);
        }
    }

    private static Process Start(string command)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[CommandVariable] = command;
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(LakeWriterProcess).Assembly.Location);
        return Process.Start(start) ?? throw new InvalidOperationException("the writer does not start");
    }
}
