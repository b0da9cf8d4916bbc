using Bokgi.Markets;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Markets;

public class KoreanTimeTests
{
    [Theory]
    [InlineData("2024-01-01", "2023-12-31T15:00:00Z")]
    [InlineData("2024-01-01T14:30", "2024-01-01T05:30:00Z")]
    [InlineData("2024-01-01 14:30:15", "2024-01-01T05:30:15Z")]
    [InlineData("2024-01-01T14:30:00+09:00", "2024-01-01T05:30:00Z")]
    [InlineData("2024-01-01T14:30:00-0330", "2024-01-01T18:00:00Z")]
    [InlineData("2024-01-01T14:30:00.250Z", "2024-01-01T14:30:00.250000Z")]
    [InlineData("2024-01-01 00:00:00+00:00", "2024-01-01T00:00:00Z")]
    public void TryParse_AcceptedSpelling_IsThatInstantInUtc(string text, string expected)
    {
        KoreanTime.TryParse(text, out var utc, out var error).ShouldBeTrue(error);
        UnixTime.Format(utc).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2024-13-01")]
    [InlineData("2024-02-30")]
    [InlineData("01/02/2024")]
    [InlineData("2024-01-01T25:00")]
    [InlineData("2024-01-01T00:00+99:00")]
    public void TryParse_Nonsense_NamesTheTextAndTheRemedy(string text)
    {
        KoreanTime.TryParse(text, out _, out var error).ShouldBeFalse();
        error.ShouldContain($"'{text}'");
        error.ShouldContain("2024-01-31");
    }

    [Fact]
    public void TryParseRange_DateOnlyEnd_MeansTheWholeKoreanDay()
    {
        KoreanTime.TryParseRange("2024-01-01", "2024-12-31", out var range, out _).ShouldBeTrue();
        UnixTime.Format(range.StartUtc).ShouldBe("2023-12-31T15:00:00Z");
        UnixTime.Format(range.EndUtc).ShouldBe("2024-12-31T15:00:00Z");
    }

    [Fact]
    public void TryParseRange_EndWithATime_IsIncluded()
    {
        KoreanTime.TryParseRange("2024-01-01T00:00Z", "2024-01-01T05:00Z", out var range, out _).ShouldBeTrue();
        KoreanTime.TryParse("2024-01-01T05:00Z", out var end, out _).ShouldBeTrue();
        range.Contains(end).ShouldBeTrue();
        range.Contains(end + 1).ShouldBeFalse();
    }

    [Fact]
    public void TryParseRange_StartAfterEnd_NamesBoth()
    {
        KoreanTime.TryParseRange("2024-01-02", "2024-01-01", out _, out var error).ShouldBeFalse();
        error.ShouldContain("2024-01-02");
        error.ShouldContain("2024-01-01");
    }
}
