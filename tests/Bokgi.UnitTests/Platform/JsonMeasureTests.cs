using System.Text;
using System.Text.Json;
using Bokgi.Host.Collection;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Runs.Requests;
using Shouldly;
using Xunit;
using SessionForm = Bokgi.Host.PaperTrading.Requests.SessionForm;

namespace Bokgi.UnitTests.Platform;

public sealed class JsonMeasureTests
{
    private const int Mebibyte = 1 << 20;

    [Theory]
    [InlineData("null", 0)]
    [InlineData("{}", 0)]
    [InlineData("[[],{},0]", 3)]
    [InlineData("""{"a":1,"b":[true,null,"x"],"c":{"d":{}}}""", 7)]
    public void Measure_Json_CountsFieldsAndItems(string json, int fields) =>
        JsonMeasure.Measure(Encoding.UTF8.GetBytes(json)).ShouldBe(new JsonMeasure(json.Length, fields));

    [Theory]
    [InlineData(16, true)]
    [InlineData(17, false)]
    [InlineData(100_000, false)]
    public void Measure_NestedListsAndObjects_HaveAtMostSixteenLevels(int levels, bool passes)
    {
        Passes(new string('[', levels) + new string(']', levels), "nested more than 16 levels deep").ShouldBe(passes);
        Passes(Repeat("{\"a\":", levels - 1) + "{}" + new string('}', levels - 1), "nested more than 16 levels deep").ShouldBe(passes);
    }

    [Theory]
    [InlineData(20_000, true)]
    [InlineData(20_001, false)]
    public void Measure_Fields_AreAtMostTwentyThousandInAll(int fields, bool passes)
    {
        Passes("{" + string.Join(',', Enumerable.Range(0, fields).Select(i => $"\"{i}\":0")) + "}", "more than 20000 fields")
            .ShouldBe(passes);
        Passes("[" + string.Join(',', Enumerable.Repeat("0", fields)) + "]", "more than 20000 fields").ShouldBe(passes);
        Passes("[" + string.Join(',', Enumerable.Repeat("{}", fields)) + "]", "more than 20000 fields").ShouldBe(passes);
        // An object with one field counts twice: as an item of the list, and by its field.
        Passes(
                "[" + string.Join(',', Enumerable.Repeat("{\"a\":0}", fields / 2)) + (fields % 2 == 0 ? "]" : ",0]"),
                "more than 20000 fields"
            )
            .ShouldBe(passes);
    }

    [Theory]
    [InlineData("x", 128, true)]
    [InlineData("x", 129, false)]
    [InlineData("매", 128, true)]
    [InlineData("매", 129, false)]
    [InlineData("\\u0041", 128, true)]
    [InlineData("\\u0041", 129, false)]
    [InlineData("\\n", 129, false)]
    [InlineData("\\ud800", 129, false)]
    [InlineData("😀", 64, true)]
    [InlineData("😀", 65, false)]
    public void Measure_Names_HaveAtMost128Characters(string character, int count, bool passes) =>
        Passes($"{{\"{Repeat(character, count)}\":0}}", "a name of more than 128 characters").ShouldBe(passes);

    [Theory]
    [InlineData(new byte[] { 0x22, 0xFF, 0x22 }, 2, "0xFF")]
    [InlineData(new byte[] { 0x22, 0x41, 0xC0, 0xAF, 0x22 }, 3, "0xC0")] // an overlong encoding of /
    [InlineData(new byte[] { 0x22, 0xED, 0xA0, 0x80, 0x22 }, 2, "0xED")] // half of a surrogate pair
    [InlineData(new byte[] { 0x22, 0xEB, 0xA7, 0xA4, 0xEB, 0xA7 }, 5, "0xEB")] // truncated within a character
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00 }, 1, "0xFF")] // UTF-16
    public void Measure_InvalidUtf8_NamesTheByte(byte[] json, int position, string hexByte) =>
        Should
            .Throw<InvalidInputException>(() => JsonMeasure.Measure(json))
            .Message.ShouldBe($"the body is not valid UTF-8: byte {position}, {hexByte}, is not part of a character; send text in UTF-8");

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{\"a\":\n", 2, 1)]
    [InlineData("{\"a\":1} x", 1, 9)]
    [InlineData("{\"a\":\"\0\"}", 1, 7)]
    public void Measure_InvalidJson_NamesLineAndByte(string json, int line, int position) =>
        Should
            .Throw<InvalidInputException>(() => JsonMeasure.Measure(Encoding.UTF8.GetBytes(json)))
            .Message.ShouldContain($"in line {line} at byte {position};");

    // Each body is nearly as large as allowed: the count in the last argument gives about 20,000 fields and items, or about a mebibyte.
    [Fact]
    public void MaximumParsedBytes_OfTheWorstBodies_AreNotExceededByDeserializing()
    {
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"overrides\":{", i => $"\"{i:x}\":{HundredFields("0")}", "}}", 198);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"overrides\":{", i => $"\"{i:x}\":{HundredFields("\"\"")}", "}}", 198);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"overrides\":{", i => $"\"{i:x}\":{HundredFields("{\"a\":[0]}")}", "}}", 66);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"params\":{\"a\":[", _ => "0", "]}}", 19_998);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"params\":{\"a\":[", _ => "{}", "]}}", 19_998);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"overrides\":{", i => $"\"{i:x}\":{{}}", "}}", 20_000 - 1);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"overrides\":{", i => $"\"{i:x}\":{{\"a\":0}}", "}}", 10_000 - 1);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"symbols\":[", _ => "null", "]}", 19_999);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"symbols\":[", _ => "\"\"", "]}", 19_999);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"symbols\":[", _ => "\"a\"", "]}", 19_999);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"strategy\":\"", _ => "abcdefg", "\"}", 130_000);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"params\":{\"a\":\"", _ => "abcdefg", "\"}}", 130_000);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"params\":{\"a\":[{\"b\":\"", _ => "abcdefg", "\"}]}}", 130_000);
        ShouldNotExceedMaximumParsedBytes<BacktestForm>("{\"symbols\":[", i => $"\"{i:x49}\"", "]}", 19_999);
        ShouldNotExceedMaximumParsedBytes<CollectionForm>("{\"timeframes\":[", _ => "\"1M\"", "]}", 19_999);
        ShouldNotExceedMaximumParsedBytes<SessionForm>("{\"strategies\":{\"a\":[", _ => "{}", "]}}", 19_998);
        ShouldNotExceedMaximumParsedBytes<SessionForm>("{\"strategies\":{\"a\":[", _ => "null", "]}}", 19_998);
        ShouldNotExceedMaximumParsedBytes<SessionForm>("{\"strategies\":{", i => $"\"{i:x}\":[{{}}]", "}}", 9_999);
        ShouldNotExceedMaximumParsedBytes<SessionForm>("{\"strategies\":{\"a\":[", _ => "{\"params\":{}}", "]}}", 9_999);
        ShouldNotExceedMaximumParsedBytes<SessionForm>("{\"strategies\":{\"a\":[", _ => "{\"params\":{\"a\":1}}", "]}}", 6_600);
    }

    // An object with 100 fields: a request may have at most 100 parameters.
    private static string HundredFields(string value) =>
        "{" + string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"{i:x}\":{value}")) + "}";

    private static void ShouldNotExceedMaximumParsedBytes<T>(string start, Func<int, string> item, string end, int count)
    {
        // If the end closes a text, the items are parts of that text.
        var separator = end[0] == '"' ? string.Empty : ",";
        var json = Encoding.UTF8.GetBytes(start + string.Join(separator, Enumerable.Range(0, count).Select(item)) + end);
        json.Length.ShouldBeLessThanOrEqualTo(Mebibyte);
        JsonSerializer.Deserialize<T>("{}", JsonFormat.Compact); // the first call is not measured
        JsonDiagnosis.FindErrors(json, typeof(T)).Any.ShouldBeFalse();

        var before = GC.GetAllocatedBytesForCurrentThread();
        var value = JsonSerializer.Deserialize<T>(json, JsonFormat.Compact);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        GC.KeepAlive(value);
        var estimate = JsonMeasure.Measure(json).MaximumParsedBytes;
        TestContext.Current.TestOutputHelper?.WriteLine(
            FormattableString.Invariant($"{start}{item(1)}{end}: {json.Length} bytes, {allocated} allocated, {estimate} counted")
        );
        // 20,000 bytes are allowed for allocations that do not depend on the size of the body.
        allocated.ShouldBeLessThan(estimate + 20_000, start + item(1) + end);
        (json.Length + estimate).ShouldBeLessThan(32 * Mebibyte, "a single body always fits into the budget");
    }

    private static bool Passes(string json, string expectedError)
    {
        try
        {
            JsonMeasure.Measure(Encoding.UTF8.GetBytes(json));
            return true;
        }
        catch (InvalidInputException refused)
        {
            refused.Message.ShouldContain(expectedError);
            return false;
        }
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
