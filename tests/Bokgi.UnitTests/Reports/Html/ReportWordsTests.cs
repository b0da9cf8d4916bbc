using Bokgi.Host.Reports.Html;
using Bokgi.Host.Runs;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reports.Html;

public class ReportWordsTests
{
    public static TheoryData<string> FigureUnits => [.. Enum.GetNames<FigureUnit>()];

    [Theory]
    [MemberData(nameof(FigureUnits))]
    public void TextOf_FigureWithoutAValue_IsADash(string unit)
    {
        var figure = new Figure("added_later", Enum.Parse<FigureUnit>(unit), Better: null, _ => null);

        ReportWords.TextOf(figure, value: null, new HtmlWriter(TextWriter.Null, ReportLanguage.En)).ShouldBe(ReportNumbers.NoValue);
    }

    [Fact]
    public void TextOf_Count_IsWhole()
    {
        var figure = new Figure("signals", FigureUnit.Count, Better: null, _ => null);

        ReportWords.TextOf(figure, value: 3_000_000_000, new HtmlWriter(TextWriter.Null, ReportLanguage.En)).ShouldBe("3,000,000,000");
    }
}
