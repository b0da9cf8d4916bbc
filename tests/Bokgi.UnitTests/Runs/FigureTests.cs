using System.Text.Json;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Reports.Comparison;
using Bokgi.Host.Reports.Html;
using Bokgi.Host.Runs;
using Bokgi.Host.Runs.Documents;
using Bokgi.Host.Runs.Store;
using Bokgi.UnitTests.Runs.Documents;
using Shouldly;
using Spectre.Console;
using Xunit;

namespace Bokgi.UnitTests.Runs;

/// <summary>A figure that is added to the list must appear in every place in which the existing figures do.</summary>
public class FigureTests
{
    private static readonly Figure AddedFigure = new(
        "trade_share",
        FigureUnit.Fraction,
        BetterDirection.Lower,
        totals => (double)totals.Trades / totals.Signals
    )
    {
        Digits = 1,
        Column = new(100, new("거래율", "share"), IsEssential: true),
        Card = new(100, new("거래율", "Trade share")),
        Meaning = new("거래가 된 신호의 비율입니다.", "Share of signals that became trades."),
        // The table of runs has no column for this figure, so the test sorts by the column of another one.
        SortColumn = RunSortColumn.ForProperty(nameof(RunRow.WinRate), "trade_share", order: 100),
    };

    private static readonly Figure[] Figures = [.. Figure.All, AddedFigure];

    [Fact]
    public void Table_AddedFigure_IsTheLastColumn()
    {
        var console = new Recorder(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));

        console.Write(RunTable.CreateTable(CreateRun("1", trades: 3), Figures, width: 80));

        var lines = console.ExportText().Split('\n');
        lines.ShouldContain(line => line.Contains("symbol") && line.TrimEnd().EndsWith("share"));
        lines.ShouldContain(line => line.TrimEnd().EndsWith("75.0 %"));
    }

    [Fact]
    public void Comparison_AddedFigure_NamesTheBestRun()
    {
        var compared = ComparedFigure.Of([CreateRun("1", trades: 3), CreateRun("2", trades: 1)], AddedFigure);

        JsonSerializer
            .Serialize(compared, JsonFormat.Compact)
            .ShouldBe("""{"name":"trade_share","better":"lower","values":[0.75,0.25],"best":["2"]}""");
    }

    [Fact]
    public void Report_AddedFigure_IsTheLastCard()
    {
        using var text = new StringWriter();

        FigureSection.WriteCards(CreateRun("1", trades: 3).Totals, Figures, new HtmlWriter(text, ReportLanguage.En));

        text.ToString()
            .ShouldEndWith(
                """<div><dt>Trade share</dt><dd class="z">75.0%</dd><dd class="meaning">Share of signals that became trades.</dd></div>"""
                    + "\n</dl>\n"
            );
    }

    [Fact]
    public void Sorting_AddedFigure_IsTheLastColumn() => RunSortColumn.All(Figures).Last().Name.ShouldBe("trade_share");

    [Fact]
    public void All_Figures_HaveUniqueNamesAndOrders()
    {
        Figure.All.Select(figure => figure.Name).ShouldBeUnique();
        Figure.All.Select(figure => figure.Card?.Order).OfType<int>().ShouldBeUnique();
        Figure.All.Select(figure => figure.Column?.Order).OfType<int>().ShouldBeUnique();
        Figure.All.Select(figure => figure.SortColumn?.Order).OfType<int>().ShouldBeUnique();
    }

    [Fact]
    public void All_Names_AreTheNumericFieldsOfTheDocument()
    {
        var totals = JsonSerializer.SerializeToElement(CreateRun("1", trades: 3).Totals, JsonFormat.Compact);

        var numbers = totals
            .EnumerateObject()
            .SelectMany(field =>
                field.Name == "study" ? field.Value.EnumerateObject().Select(inner => $"study.{inner.Name}") : [field.Name]
            );

        Figure.All.Select(figure => figure.Name).ShouldBe(numbers.Except(["first", "last"]), ignoreOrder: true);
    }

    private static RunDocument CreateRun(string runId, int trades)
    {
        var run = RunSample.Create();
        var totals = run.Totals with { Signals = 4, Trades = trades }; // the added figure is trades / 4
        return run with { RunId = runId, Totals = totals, Symbols = [run.Symbols[0] with { Signals = 4, Trades = trades }] };
    }
}
