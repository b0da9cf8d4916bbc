using Bokgi.Host.Runs;
using Spectre.Console;

namespace Bokgi.Host.Reports.Comparison;

/// <summary>Writes a comparison as tables: one column per run, with a star for the best value in a row.</summary>
internal static class ComparisonTable
{
    private const string NoValue = "–";

    public static void Write(ComparisonDocument comparison, Shell shell)
    {
        for (var i = 0; i < comparison.Runs.Count; i++)
        {
            var run = comparison.Runs[i];
            var symbols = string.Join(",", run.Symbols.Take(3)) + (run.Symbols.Count > 3 ? $" +{run.Symbols.Count - 3}" : string.Empty);
            var note = string.Join(" ", [.. run.Tags.Select(tag => $"#{tag}"), run.Description ?? string.Empty]);
            shell.Out.WriteLine(
                $"{RunLabel(i)} {run.RunId}  {run.Strategy}  {run.Timeframe}  {run.First} … {run.Last}  {symbols}  {note}".TrimEnd()
            );
        }

        var figures = CreateTable(comparison, Shell.Localize("지표", "figure"));
        foreach (var figure in comparison.Figures)
            figures.AddRow([figure.Name, .. figure.Values.Select((value, i) => Cell(comparison, figure, value, i))]);
        shell.Write(figures);
        WriteDifferences(comparison, shell);
        foreach (var warning in comparison.Warnings)
            shell.Warn(Shell.Localize(warning.Message.Ko, warning.Message.En));
    }

    private static void WriteDifferences(ComparisonDocument comparison, Shell shell)
    {
        if (comparison.Settings.Count + comparison.Parameters.Count == 0)
        {
            shell.Out.WriteLine(Shell.Localize("설정은 모두 같습니다", "all settings are the same"));
            return;
        }

        var table = CreateTable(comparison, Shell.Localize("다른 설정", "what differs"));
        foreach (var setting in comparison.Settings.Concat(comparison.Parameters))
        {
            var name = setting.Symbol is null ? setting.Name : $"{setting.Symbol}:{setting.Name}";
            table.AddRow([Markup.Escape(name), .. setting.Values.Select(Cell)]);
        }

        shell.Write(table);
    }

    private static Table CreateTable(ComparisonDocument comparison, string firstHeading)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(firstHeading).NoWrap());
        for (var i = 0; i < comparison.Runs.Count; i++)
            table.AddColumn(new TableColumn(RunLabel(i)).RightAligned());
        return table;
    }

    private static string RunLabel(int run) => $"#{run + 1}";

    private static string Cell(ComparisonDocument comparison, ComparedFigure figure, double? value, int run)
    {
        var mark = figure.Best.Contains(comparison.Runs[run].RunId) ? " *" : "  ";
        return Number(Figure.Get(figure.Name).Unit, value) + mark;
    }

    private static string Number(FigureUnit unit, double? value) =>
        (value, unit) switch
        {
            (null, _) => NoValue,
            ({ } number, FigureUnit.Fraction or FigureUnit.Change) => (number * 100).ToString("N3", CultureInfo.InvariantCulture) + " %",
            ({ } number, FigureUnit.Count or FigureUnit.Money) => number.ToString("N0", CultureInfo.InvariantCulture),
            ({ } number, _) => number.ToString("N2", CultureInfo.InvariantCulture),
        };

    private static string Cell(JsonElement? value) =>
        Markup.Escape(
            value switch
            {
                null => NoValue,
                { ValueKind: JsonValueKind.String } text => text.GetString()!,
                { ValueKind: JsonValueKind.Array } list => string.Join(",", list.EnumerateArray().Select(each => each.GetString())),
                { ValueKind: JsonValueKind.Object } sizing => string.Join(
                    "=",
                    sizing.EnumerateObject().Select(each => each.Value.ToString())
                ),
                { } other => other.GetRawText(),
            }
        );
}
