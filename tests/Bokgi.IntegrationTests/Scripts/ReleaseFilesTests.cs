using System.Text.RegularExpressions;
using System.Xml.Linq;
using Bokgi.Host.Platform.Settings;
using Bokgi.UnitTests;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>Checks the files that releases are made from. scripts/check_release.sh makes and tries a release, which takes too long for CI.</summary>
public partial class ReleaseFilesTests
{
    private static readonly Dictionary<string, string> NoSettings = [];

    [Fact]
    public void Version_OfTheNextRelease_HasASectionInTheChangelog()
    {
        var version = XDocument.Load(InRepository("Directory.Build.props")).Descendants("Version").ShouldHaveSingleItem().Value;

        Text("CHANGELOG.md").Split('\n').ShouldContain(line => line.StartsWith($"## [{version}] - ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Bokgi", "Bokgi")]
    [InlineData("Bokgi.MarketData", "Bokgi.MarketData")]
    [InlineData("Bokgi.Host", "Bokgi.Tool")]
    public void Package_OfAProject_HasAnIdDescriptionTagsAndReadme(string project, string id)
    {
        var properties = XDocument.Load(InRepository($"src/{project}/{project}.csproj")).Descendants("PropertyGroup").Elements().ToList();
        string? Property(string name) => properties.SingleOrDefault(property => property.Name.LocalName == name)?.Value;

        Property("IsPackable").ShouldBe("true");
        (Property("PackageId") ?? project).ShouldBe(id);
        Property("Description").ShouldNotBeNullOrWhiteSpace();
        Property("PackageTags").ShouldNotBeNullOrWhiteSpace();
        File.Exists(InRepository($"src/{project}/README.md")).ShouldBeTrue();
    }

    [Fact]
    public void RuntimeIdentifiers_OfTheReleaseScript_AreThoseOfTheLockFile()
    {
        var systems = SystemsLine().Match(Text("scripts/release.sh")).Groups["names"].Value.Split(' ');

        systems
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                LockedSystem().Matches(Text("src/Bokgi.Host/packages.lock.json")).Select(system => system.Groups["name"].Value),
                ignoreOrder: true
            );
    }

    [Theory]
    [InlineData("release.sh")]
    [InlineData("check_release.sh")]
    public void Script_HelpOrUnknownOption_ShowsUsageOrFails(string script)
    {
        using var help = WatchedProcess.StartScript(script, NoSettings, "--help");
        using var unknown = WatchedProcess.StartScript(script, NoSettings, "--quick");

        help.WaitForEnd().ShouldBe(0, help.AllOutput());
        help.Lines.ShouldContain(line => line.Contains($"scripts/{script} FOLDER", StringComparison.Ordinal));
        unknown.WaitForEnd().ShouldBe(2);
        unknown.Errors.ShouldBe([$"{script}: unknown option '--quick'; there is --help"]);
    }

    [Fact]
    public void Settings_OfTheDebianPackage_AreDeclared()
    {
        var names = Text("deploy/debian/bokgi.env").Split('\n').Select(line => SettingLine().Match(line)).Where(line => line.Success);

        names.Select(line => line.Groups["name"].Value).Except(HostSettings.Defaults.Select(setting => setting.Name)).ShouldBeEmpty();
    }

    private static string InRepository(string path) => Path.GetFullPath(Path.Combine(SharedData.RepositoryRoot, path));

    private static string Text(string path) => File.ReadAllText(InRepository(path));

    [GeneratedRegex(@"^systems=\((?<names>[^)]*)\)$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SystemsLine();

    [GeneratedRegex("\"net10.0/(?<name>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex LockedSystem();

    // Settings that are commented out are examples, so they must exist too.
    [GeneratedRegex("^#?(?<name>[A-Z_]+)=", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex SettingLine();
}
