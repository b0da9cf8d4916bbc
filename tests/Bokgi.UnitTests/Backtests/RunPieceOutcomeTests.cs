using System.Text.Json;
using Bokgi.Host.Backtests.Queued;
using Bokgi.Host.Platform.Json;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Backtests;

public sealed class RunPieceOutcomeTests
{
    [Theory]
    [InlineData("""{"attempt":"1-2-1","symbols":[],"quality":{},"empty":["BAD_KRW"],"hashes":null}""", "BAD_KRW")]
    [InlineData("""{"attempt":"1-2-1","symbols":[],"quality":{},"empty":[]}""", "")]
    public void Read_OutcomeOfAnEarlierVersion_ListsTheSymbolsThatTurnedOutEmpty(string json, string empty) =>
        string.Join(' ', JsonSerializer.Deserialize<RunPieceOutcome>(json, JsonFormat.Compact)!.Empty).ShouldBe(empty);

    [Fact]
    public void Write_Outcome_HasTheEmptyArrayThatEarlierVersionsRequire() =>
        JsonSerializer
            .Serialize(new RunPieceOutcome("1-2-1", [], new Dictionary<string, Host.Runs.Documents.QualityDocument>()), JsonFormat.Compact)
            .ShouldContain("\"empty\":[]");
}
