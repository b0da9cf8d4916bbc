using System.Reflection;
using System.Text.RegularExpressions;
using Bokgi.Host.Reports.Html;
using Bokgi.Host.Runs;
using Bokgi.Markets;
using Bokgi.Trading;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Reports.Html;

public partial class ReportTextsTests
{
    // Names and abbreviations that the Korean texts use untranslated.
    private static readonly string[] AllowedWords = ["Bokgi", "KST", "UTC", "SQN", "Freedman", "Diaconis"];

    private static readonly List<(string Name, LocalizedText Text)> All =
    [
        .. typeof(ReportTexts)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (field.Name, (LocalizedText)field.GetValue(null)!)),
        .. Figure
            .All.Where(figure => figure.Card is not null)
            .SelectMany(figure => new[] { (figure.Name, figure.Card!.Label), (figure.Name, figure.Meaning) }),
        .. AccountRules.All.Select(rule => (rule.Name, rule.Label)),
    ];

    [Fact]
    public void Texts_Korean_AreKoreanWithoutEnglishWords()
    {
        All.Count.ShouldBeGreaterThan(120); // fails if the reflection above no longer finds the texts
        foreach (var (name, text) in All)
        {
            var words = EnglishWord().Matches(text.Ko).Select(match => match.Value).Except(AllowedWords);
            words.ShouldBeEmpty(name);
            // Skips texts that contain only value placeholders.
            if (text.Ko.Any(char.IsLetter))
                text.Ko.ShouldContain(letter => letter >= '가' && letter <= '힣', name);
        }
    }

    [Fact]
    public void Texts_English_AreEnglish()
    {
        foreach (var (name, text) in All)
        {
            text.En.ShouldNotBeNullOrWhiteSpace(name);
            text.Ko.ShouldNotBeNullOrWhiteSpace(name);
            text.En.ShouldAllBe(letter => letter < 0x2E80, name); // where the East Asian scripts begin
        }
    }

    [Fact]
    public void Texts_BothLanguages_HaveTheSamePlaceholders()
    {
        foreach (var (name, text) in All)
            Placeholders(text.Ko).ShouldBe(Placeholders(text.En), name);
    }

    [Fact]
    public void TextOf_EveryExitReason_IsUnique() => Enum.GetValues<ExitReason>().Select(ReportWords.TextOf).ShouldBeUnique();

    private static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(match => match.Value).Order();

    [GeneratedRegex("[A-Za-z]{2,}", RegexOptions.None, 1_000)]
    private static partial Regex EnglishWord();

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1_000)]
    private static partial Regex Placeholder();
}
