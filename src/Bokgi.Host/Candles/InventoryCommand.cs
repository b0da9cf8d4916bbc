using System.CommandLine;

namespace Bokgi.Host.Candles;

internal static class InventoryCommand
{
    public static Command Create()
    {
        var symbol = TextOption.Single("--symbol", "name", "Only this market", "--symbols");
        var timeframe = TextOption.Single("--timeframe", "length", "Only candles of this length");
        var year = NumberOption.Integer("--year", "year", "Only files of this year");
        var json = new Option<bool>("--json") { Description = "Print only JSON to standard output" };
        return new Command("inventory", "Lists the files of the candle lake and their contents.")
            .With(symbol, timeframe, year, json)
            .Runs(
                (result, shell) =>
                    Run(result.GetValue(symbol), result.GetValue(timeframe), result.GetValue(year), result.GetValue(json), shell)
            );
    }

    private static int Run(string? symbolName, string? timeframeName, int? year, bool asJson, Shell shell)
    {
        var errors = new InputErrors();
        var symbol = MarketParameters.ParseSymbol(symbolName, errors, "symbols");
        var timeframe = MarketParameters.ParseTimeframe(timeframeName, errors);
        errors.ThrowIfAny();

        var files = shell.OpenLake().Inventory(symbol, timeframe, year);
        if (files.Count == 0)
            throw new LakeException(
                LakeErrorKind.NotFound,
                $"no candle file matches in {shell.Settings.DataRoot}; import some, or run 'bokgi generate' for synthetic ones"
            );
        if (asJson)
            shell.WriteJson(new { Files = files.Select(LakeFileDocument.Of), TotalCount = files.Count });
        else
            WriteTable(files, shell);
        return ExitCode.Success;
    }

    private static void WriteTable(IReadOnlyList<LakeFile> files, Shell shell)
    {
        shell.Write(
            files,
            new("symbol", file => file.Symbol.Code),
            new("timeframe", file => file.Timeframe.Name),
            new("year", file => file.Year.ToString(CultureInfo.InvariantCulture)),
            new("rows", file => file.Rows.ToString("N0", CultureInfo.InvariantCulture), IsNumber: true),
            new("first", file => file.FirstUtc is { } first ? UnixTime.Format(first) : "–"),
            new("last", file => file.LastUtc is { } last ? UnixTime.Format(last) : "–"),
            new("source", file => file.Source ?? "–"),
            new("bytes", file => file.Bytes.ToString("N0", CultureInfo.InvariantCulture), IsNumber: true),
            new("issues", file => string.Join("; ", file.Issues))
        );
        shell.Out.WriteLine($"{files.Count:N0} files, {files.Sum(file => file.Rows):N0} rows");
    }
}
