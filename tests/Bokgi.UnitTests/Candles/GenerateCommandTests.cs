using Bokgi.Host.Candles;
using Bokgi.Host.Platform.Errors;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Candles;

public sealed class GenerateCommandTests
{
    [Theory]
    [InlineData("2024-13-01", 730, null, "'2024-13-01' is not a date; write it as 2024-12-31")]
    [InlineData("1989-12-31", 730, null, "end cannot be in the year 1989; give 1990 to 2999")]
    [InlineData("2024-12-31", -5, null, "days cannot be -5; give 1 to 3650")]
    [InlineData("2024-12-31", -5, 2, "days cannot be -5; give 1 to 3650")]
    [InlineData("2024-12-31", 5, 6, "minute-days cannot be 6; give 0 to 5")]
    public void ReadOptions_OneWrongOption_GivesOneError(string end, int days, int? minuteDays, string message) =>
        Should
            .Throw<InvalidInputException>(() => GenerateCommand.ReadOptions([], end, days, minuteDays, new FakeTimeProvider()))
            .Message.ShouldBe(message);
}
