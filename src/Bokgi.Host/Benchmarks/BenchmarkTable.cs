using System.Globalization;
using Bokgi.Host.Platform.CommandLine;
using Spectre.Console;

namespace Bokgi.Host.Benchmarks;

/// <summary>Prints a run as a table, for people.</summary>
internal static class BenchmarkTable
{
    public static void Write(BenchmarkRun run, Shell shell)
    {
        var place = run.Environment;
        shell.Out.WriteLine(
            $"{place.Processor}, {place.Cores} {Shell.Say("코어", "cores")}, {place.VectorBits}-bit, {place.Runtime}, {place.Commit}"
        );
        var table = new Table().Border(TableBorder.Simple).AddColumn(Shell.Say("항목", "name"));
        table.AddColumn(new TableColumn(Shell.Say("측정값", "value")).RightAligned());
        table.AddColumn(new TableColumn(Shell.Say("목표", "target")).RightAligned());
        table.AddColumns(Shell.Say("단위", "unit"), Shell.Say("달성", "met"));
        if (run.Before is { } earlier)
        {
            table.AddColumn(new TableColumn($"{Shell.Say("이전", "before")} {earlier.Time}").RightAligned());
            table.AddColumn(new TableColumn(Shell.Say("변화", "change")).RightAligned());
        }

        foreach (var result in run.Results)
            table.AddRow([.. Cells(result, run.Before)]);
        shell.Write(table);
    }

    private static IEnumerable<string> Cells(BenchmarkResult result, BenchmarkRun? before)
    {
        yield return result.Name;
        yield return Number(result.Value);
        yield return Number(result.Target);
        yield return result.Unit;
        yield return result.Ok ? Shell.Say("예", "yes") : Shell.Say("아니오", "no");
        if (before is null)
            yield break;
        var earlier = before.Results.FirstOrDefault(other => other.Name == result.Name);
        yield return earlier is null ? string.Empty : Number(earlier.Value);
        yield return earlier is null ? string.Empty : Change(result.Value / earlier.Value);
    }

    private static string Change(double ratio) => Math.Round((ratio - 1) * 100).ToString("+0;-0;0", CultureInfo.InvariantCulture) + " %";

    private static string Number(double value) =>
        value.ToString(
            value >= 1_000 ? "N0"
                : value >= 1 ? "0.00"
                : "0.000000",
            CultureInfo.InvariantCulture
        );
}
