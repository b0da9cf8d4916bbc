using System.Xml.Linq;
using Bokgi.Host.Reports.Html;
using Bokgi.Markets;
using CsCheck;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reports.Html;

public class HtmlWriterTests
{
    // In an interpolated string, the literal parts are markup, and the values are texts.
    [Fact]
    public void Write_TextInMarkup_IsEscapedAndMarkupIsNot() =>
        Render(html => html.Write($"<p title=\"{"a\"b'"}\">{"<script>1 & 2</script>"}</p>"))
            .ShouldBe("<p title=\"a&quot;b&#39;\">&lt;script&gt;1 &amp; 2&lt;/script&gt;</p>");

    [Fact]
    public void Write_CharactersThatXmlForbids_AreReplaced() =>
        Render(html => html.Write($"{"a\0b\u000Bc\uD83Dd\uD83D\uDE00"}{(string?)null}")).ShouldBe("a\uFFFDb\uFFFDc\uFFFDd\uD83D\uDE00");

    [Fact]
    public void Write_NumbersAndTexts_RoundsNumbersAndLocalizesTexts()
    {
        var text = new LocalizedText("거래 {0}건 & 끝", "{0} trades & end");

        Render(html => html.Write($"{12} {3.14159} {-0.5} {1e-9} {html.Localize(text, "1,000")}{text}"))
            .ShouldBe("12 3.1 -0.5 0 1,000 trades &amp; end{0} trades &amp; end");
        Render(html => html.Write($"{html.Localize(text, 7)}"), ReportLanguage.Ko).ShouldBe("거래 7건 &amp; 끝");
    }

    [Fact]
    public void Write_AnyText_IsReadBackByAnXmlParser() =>
        Gen.String.Sample(
            text =>
            {
                var read = XElement.Parse(Render(html => html.Write($"<p a=\"{text}\">{text}</p>")), LoadOptions.PreserveWhitespace);

                string.Concat(read.Value.Where(IsOrdinary)).ShouldBe(string.Concat(text.Where(IsOrdinary)));
                read.Elements().ShouldBeEmpty();
                read.Attributes().Count().ShouldBe(1);
            },
            iter: Iterations.Scale(1_000)
        );

    // Other characters may be replaced, by the writer or by the parser.
    private static bool IsOrdinary(char character) =>
        character >= ' ' && !char.IsSurrogate(character) && character is not ('\x7f' or >= '\uFFFD');

    private static string Render(Action<HtmlWriter> write, ReportLanguage language = ReportLanguage.En)
    {
        using var writer = new StringWriter();
        write(new HtmlWriter(writer, language));
        return writer.ToString();
    }
}
