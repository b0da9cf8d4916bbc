using System.Text.Json;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Runs.Accounts;
using Bokgi.Host.Runs.Documents;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Platform;

public sealed class JsonFormatTests
{
    [Fact]
    public void Indented_NonFiniteNumber_IsWrittenAsNull()
    {
        var json = JsonSerializer.SerializeToElement(new StudyDocument(1, double.NaN, double.PositiveInfinity), JsonFormat.Indented);

        json.GetProperty("samples").GetInt32().ShouldBe(1);
        json.GetProperty("win_rate").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("avg_return").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void Indented_Number_IsReadBackBitForBit()
    {
        var written = new SizingForm { Kind = "quote_amount", Value = 0.1 + 0.2 };

        var read = JsonSerializer.Deserialize<SizingForm>(JsonSerializer.Serialize(written, JsonFormat.Indented), JsonFormat.Indented);

        read.ShouldBe(written);
    }
}
