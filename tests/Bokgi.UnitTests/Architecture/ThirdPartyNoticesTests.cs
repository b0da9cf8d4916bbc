using System.Text.Json;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Architecture;

/// <summary>Checks THIRD-PARTY-NOTICES, which scripts/notices.sh writes, against the packages that the program uses.</summary>
public sealed class ThirdPartyNoticesTests
{
    private static readonly string[] KnownLicences =
    [
        "Apache-2.0",
        "BSD-3-Clause",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MS-PL OR Apache-2.0",
        "PostgreSQL",
    ];

    // The title of each licence, and words from the end of its text, which show that the text is complete.
    private static readonly (string Title, string End)[] LicenceTexts =
    [
        ("MIT", "OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."),
        ("PostgreSQL", "PROVIDE MAINTENANCE, SUPPORT, UPDATES, ENHANCEMENTS, OR MODIFICATIONS."),
        ("BSD-3-Clause", "OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE."),
        ("Apache-2.0", "END OF TERMS AND CONDITIONS"),
        ("LGPL-3.0", "permanent authorization for you to choose that version for the"),
        ("GPL-3.0, which LGPL-3.0 builds on", "END OF TERMS AND CONDITIONS"),
    ];

    private static string[] Lines { get; } = File.ReadAllLines(Path.Combine(SharedData.RepositoryRoot, "THIRD-PARTY-NOTICES"));

    [Fact]
    public void EveryPackage_OfTheProgram_IsNamedWithItsVersionLicenceAndOwner()
    {
        var packages = Directory
            .GetDirectories(Path.Combine(SharedData.RepositoryRoot, "src"))
            .Select(project => Path.Combine(project, "packages.lock.json"))
            .Where(File.Exists)
            .SelectMany(ReadPackages)
            .Distinct(StringComparer.Ordinal)
            .ToList();

        packages.Count.ShouldBeGreaterThan(40); // the test would prove nothing if no lock files were found
        foreach (var package in packages)
        {
            var index = Array.IndexOf(Lines, package);
            index.ShouldBeGreaterThan(0, $"{package} is not in THIRD-PARTY-NOTICES; run scripts/notices.sh");
            // The next two lines are the licence and the owner.
            KnownLicences.ShouldContain(Lines[index + 1].Trim(), package);
            Lines[index + 2].ShouldStartWith("    ");
        }
    }

    [Fact]
    public void EveryLicence_IsIncludedWithItsFullText()
    {
        foreach (var (title, end) in LicenceTexts)
        {
            var start = Enumerable
                .Range(0, Lines.Length - 1)
                .Single(i => Lines[i] == title && Lines[i + 1].All(character => character == '='));
            Lines.Skip(start).ShouldContain(line => line.Contains(end, StringComparison.Ordinal), title);
        }
    }

    [Fact]
    public void Hangfire_UnderTheLgpl_IsDeclaredReplaceable()
    {
        var text = string.Join(' ', Lines);

        text.ShouldContain("Its libraries are unmodified and lie beside the program as files of their own");
        text.ShouldContain("https://github.com/HangfireIO/Hangfire");
    }

    private static IEnumerable<string> ReadPackages(string lockFile)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(lockFile));
        return
        [
            .. document
                .RootElement.GetProperty("dependencies")
                .EnumerateObject()
                .SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() != "Project")
                .Select(package => $"{package.Name} {package.Value.GetProperty("resolved").GetString()}"),
        ];
    }
}
