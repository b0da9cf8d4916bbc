using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Architecture;

public class ArchitectureTests
{
    public static TheoryData<string> Rules => [.. ArchitectureRule.All.Select(rule => rule.Name)];

    public static TheoryData<string> RulesWhoseFolderHasCode =>
        [.. ArchitectureRule.All.Where(rule => rule.FolderHasCode).Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(RulesWhoseFolderHasCode))]
    public void OwnCode_EveryRule_IsKept(string name) => FindRule(name).Breaches(CodeBase.Ours).ShouldBeEmpty(name);

    [Theory]
    [MemberData(nameof(Rules))]
    public void BrokenFixture_EveryRule_FindsItsCulpritsAndNoOthers(string name)
    {
        var rule = FindRule(name);
        rule.Breaches(CodeBase.Broken).Order(StringComparer.Ordinal).ShouldBe(rule.Culprits);
    }

    [Theory]
    [InlineData("src/Bokgi", "")]
    [InlineData("src/Bokgi.MarketData", "MarketData")]
    [InlineData("src/Bokgi.Host", "Host")]
    [InlineData("src/Bokgi.FakeExchange", "FakeExchange")]
    public void OwnCode_EveryFolder_IsANamespaceThatIsChecked(string project, string namespaceName)
    {
        var root = Path.Combine(SharedData.RepositoryRoot, project);
        var folders = Directory
            .EnumerateDirectories(root)
            .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj"))
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any());

        folders.Select(Path.GetFileName).ShouldBeSubsetOf(CodeBase.Ours.FoldersUnder(namespaceName));
    }

    [Fact]
    public void OwnCode_CheckedAssembly_IsTheEngineUnderTest()
    {
        CodeBase.Ours.Engine.ShouldBe(typeof(Bokgi.Series.Candle).Assembly);
        CodeBase.Ours.Architecture.Types.ShouldContain(type => type.FullName == "Bokgi.Series.CandleSeries");
    }

    private static ArchitectureRule FindRule(string name) => ArchitectureRule.All.Single(rule => rule.Name == name);
}
