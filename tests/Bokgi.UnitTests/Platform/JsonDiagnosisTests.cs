using System.Text;
using Bokgi.Host.Platform.Json;
using Bokgi.Host.Runs.Requests;
using Shouldly;
using Xunit;
using SessionForm = Bokgi.Host.PaperTrading.Requests.SessionForm;
using SignInForm = Bokgi.Host.SignIn.SignInForm;

namespace Bokgi.UnitTests.Platform;

public sealed class JsonDiagnosisTests
{
    private const int MessageBytes = 256 << 10; // allowed for the error messages: at most twenty, whatever the length of the body

    [Theory]
    [InlineData("""{"params":{"a":1,"b":[{"c":null}]},"symbols":["x",null],"fee_rate":null,"warmup":3}""", new string[0])]
    [InlineData("""{"params":{"a":{"b":1,"b":2,"b":3}}}""", new[] { "params.a.b is given 3 times; give it once" })]
    [InlineData("""{"params":{"a":[{"b":1},{"b":2}]}}""", new string[0])]
    [InlineData("""{"p\u0061rams":{},"params":{}}""", new[] { "params is given 2 times; give it once" })]
    [InlineData(
        """{"sizing":{"kind":1,"value":"x"}}""",
        new[] { "sizing.kind cannot be 1; give a string", "sizing.value cannot be \"x\"; give a number" }
    )]
    [InlineData("""{"strategy":"\ud800"}""", new[] { "strategy contains half a surrogate pair, which is not valid text; remove it" })]
    [InlineData("""{"strategy":"\udc00\ud800"}""", new[] { "strategy contains half a surrogate pair, which is not valid text; remove it" })]
    [InlineData("""{"strategy":"\ud83d\ude00 \\ud800"}""", new string[0])]
    [InlineData(
        """{"params":{"\ud800":1}}""",
        new[] { @"params.\ud800 contains half a surrogate pair, which is not valid text; remove it" }
    )]
    [InlineData("""{"\ud800":1}""", new[] { @"\ud800 contains half a surrogate pair, which is not valid text; remove it" })]
    [InlineData(
        """{"warmup":2147483648,"strict":0}""",
        new[] { "strict cannot be 0; give true or false", "warmup cannot be 2147483648; give a whole number" }
    )]
    [InlineData("null", new string[0])]
    [InlineData("3", new[] { "body cannot be 3; give an object" })]
    public void FindErrors_Backtest_NamesEachFault(string json, string[] faults)
    {
        string[] found =
        [
            .. JsonDiagnosis.FindErrors(Encoding.UTF8.GetBytes(json), typeof(BacktestForm)).ListedErrors.Select(error => error.Message),
        ];

        found.Length.ShouldBe(faults.Length, string.Join('\n', found));
        foreach (var (fault, expected) in found.Zip(faults))
            fault.ShouldStartWith(expected);
    }

    [Fact]
    public void FindErrors_NestedListsOfObjects_NamesThePath() =>
        JsonDiagnosis
            .FindErrors("""{"strategies":{"BTC_KRW":[{},{"strategy_name":5}]}}"""u8, typeof(SessionForm))
            .ListedErrors.ShouldHaveSingleItem()
            .ShouldBe(("strategies.BTC_KRW[1].strategy_name", "strategies.BTC_KRW[1].strategy_name cannot be 5; give a string"));

    [Fact]
    public void FindErrors_ManyFaults_NamesTwentyAndCountsTheOthers()
    {
        var errors = JsonDiagnosis.FindErrors(Fields(20_000), typeof(SignInForm));

        (errors.ListedErrors.Count(), errors.UnlistedCount).ShouldBe((20, 19_980));
        errors.Summary.ShouldEndWith("is not a field of this request; there are key; and 19980 more");
    }

    [Fact]
    public void FindErrors_ValuesOfTheWrongType_NamesTwentyAndCountsTheOthers()
    {
        var errors = JsonDiagnosis.FindErrors(
            Encoding.UTF8.GetBytes($"{{\"symbols\":[{string.Join(',', Enumerable.Range(0, 19_999))}]}}"),
            typeof(BacktestForm)
        );

        (errors.ListedErrors.Count(), errors.UnlistedCount).ShouldBe((20, 19_979));
    }

    [Fact]
    public void FindErrors_Nonsense_AllocatesInProportionToItsLength()
    {
        foreach (
            var (json, maxAllocatedPerByte) in ((byte[], double)[])
                [
                    (Fields(20_000), 0.5),
                    (Encoding.UTF8.GetBytes($"{{\"symbols\":[{string.Join(',', Enumerable.Range(0, 19_999))}]}}"), 0.5),
                    (Encoding.UTF8.GetBytes($"{{\"strategies\":{{\"a\":[{string.Join(',', Enumerable.Repeat("{}", 19_998))}]}}}}"), 0.5),
                    (
                        Encoding.UTF8.GetBytes(
                            $"{{\"params\":{{{string.Join(',', Enumerable.Range(0, 19_999).Select(i => $"\"{i:x}\":0"))}}}}}"
                        ),
                        20
                    ), // the names of parameters are kept, to detect duplicates
                ]
        )
        {
            foreach (var type in (Type[])[typeof(BacktestForm), typeof(SessionForm)])
            {
                // First calls, which are not measured.
                JsonDiagnosis.FindErrors("{}"u8, type);
                JsonDiagnosis.FindErrors("""{"x":1,"symbols":[1]}"""u8, type);

                var before = GC.GetAllocatedBytesForCurrentThread();
                JsonMeasure.Measure(json);
                JsonDiagnosis.FindErrors(json, type);
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

                TestContext.Current.TestOutputHelper?.WriteLine($"{json.Length} bytes as {type.Name}: {allocated} allocated");
                allocated.ShouldBeLessThan((long)(json.Length * maxAllocatedPerByte) + MessageBytes);
            }
        }
    }

    private static byte[] Fields(int count) =>
        Encoding.UTF8.GetBytes($"{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"no_field_{i}\":{i}"))}}}");
}
