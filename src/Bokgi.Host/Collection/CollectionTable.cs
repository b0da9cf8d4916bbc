using System.Globalization;
using Bokgi.Host.Platform.CommandLine;
using Spectre.Console;

namespace Bokgi.Host.Collection;

/// <summary>Prints the result of a collection, for people.</summary>
internal static class CollectionTable
{
    public static void Write(CollectionOutcome outcome, Shell shell)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(Shell.Say("종목", "symbol"), Shell.Say("봉", "timeframe"));
        foreach (
            var heading in (string[])
                [
                    Shell.Say("추가", "added"),
                    Shell.Say("정정", "corrected"),
                    Shell.Say("동일", "unchanged"),
                    Shell.Say("조회", "asked"),
                    Shell.Say("무거래", "no trade"),
                ]
        )
            table.AddColumn(new TableColumn(heading).RightAligned());
        table.AddColumns(Shell.Say("최신 봉", "newest"), Shell.Say("문제", "trouble"));
        foreach (var series in outcome.Series)
        {
            table.AddRow(
                series.Symbol,
                series.Timeframe,
                Number(series.Added),
                Number(series.Corrected),
                Number(series.Unchanged),
                Number(series.Asked),
                Number(series.NoTrade),
                series.Newest ?? "–",
                Markup.Escape(series.Trouble ?? string.Empty)
            );
        }

        shell.Write(table);
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
