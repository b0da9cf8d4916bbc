using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Architecture;

public class ArchitectureTests
{
    public static TheoryData<string> Rules => [.. HouseRule.All.Select(rule => rule.Name)];

    public static TheoryData<string> FurnishedRules => [.. HouseRule.All.Where(rule => rule.IsFurnished).Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(FurnishedRules))]
    public void OurHouse_EveryRule_IsKept(string name) => Find(name).Breaches(House.Ours).ShouldBeEmpty(name);

    [Theory]
    [MemberData(nameof(Rules))]
    public void BrokenHouse_EveryRule_FindsItsCulpritsAndNoOther(string name)
    {
        var rule = Find(name);
        rule.Breaches(House.Broken).Order(StringComparer.Ordinal).ShouldBe(rule.Culprits);
    }

    [Theory]
    [InlineData("src/Bokgi", "")]
    [InlineData("src/Bokgi.MarketData", "MarketData")]
    [InlineData("src/Bokgi.Host", "Host")]
    [InlineData("src/Bokgi.FakeExchange", "FakeExchange")]
    public void OurHouse_EveryFolderOfCode_IsANamespaceThatIsJudged(string project, string space)
    {
        var root = Path.Combine(SharedData.RepositoryRoot, project);
        var folders = Directory
            .EnumerateDirectories(root)
            .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj"))
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any());

        folders.Select(Path.GetFileName).ShouldBeSubsetOf(House.Ours.FoldersUnder(space));
    }

    [Fact]
    public void OurHouse_Architecture_HoldsTheEngineThatTheTestsRun()
    {
        House.Ours.Engine.ShouldBe(typeof(Bokgi.Series.Candle).Assembly);
        House.Ours.Architecture.Types.ShouldContain(type => type.FullName == "Bokgi.Series.CandleSeries");
    }

    private static HouseRule Find(string name) => HouseRule.All.Single(rule => rule.Name == name);
}
