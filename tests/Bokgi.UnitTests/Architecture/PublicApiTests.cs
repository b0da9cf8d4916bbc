using System.Reflection;
using PublicApiGenerator;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Architecture;

/// <summary>
/// Compares the public API of the libraries with the reviewed *.approved.txt files; <c>BOKGI_APPROVE=1</c> rewrites them.
/// </summary>
public class PublicApiTests
{
    [Theory]
    [InlineData("Bokgi")]
    [InlineData("Bokgi.MarketData")]
    public void PublicApi_OfALibrary_EqualsTheApprovedFile(string library)
    {
        var path = Path.Combine(SharedData.RepositoryRoot, "tests", "Bokgi.UnitTests", "Architecture", $"{library}.approved.txt");
        var actual =
            Assembly
                .Load(library)
                .GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
                .ReplaceLineEndings("\n")
                .TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("BOKGI_APPROVE") == "1")
            File.WriteAllText(path, actual);

        var approved = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
        if (approved != actual)
            Assert.Fail(
                $"The public API of {library} differs from the approved file.\n{Difference(approved, actual)}\nIf the change is intended: BOKGI_APPROVE=1 scripts/test.sh --filter PublicApiTests, and commit {path}"
            );
    }

    [Fact]
    public void Difference_TwoTexts_ShowsRemovedAndAddedLines() => Difference("a\nb\n", "a\nc\n").ShouldBe("- b\n+ c");

    // The lines that only one of the texts contains. Ignores reordering, which hardly matters in a list of declarations.
    private static string Difference(string approved, string actual)
    {
        var before = approved.Split('\n');
        var after = actual.Split('\n');
        return string.Join('\n', before.Except(after).Select(line => $"- {line}").Concat(after.Except(before).Select(line => $"+ {line}")));
    }
}
