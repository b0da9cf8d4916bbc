using Xunit;

namespace Bokgi.IntegrationTests.Scripts;

/// <summary>Checks for programs that a test needs besides .NET.</summary>
internal static class ExternalProgram
{
    /// <summary>Skips the test when the program is missing; with CI=true the test fails.</summary>
    /// <param name="name">The program.</param>
    /// <param name="packages">The Debian packages that contain it.</param>
    public static void Require(string name, string packages)
    {
        var isInstalled = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, name)));
        Require(isInstalled, name, packages);
    }

    /// <inheritdoc cref="Require(string, string)"/>
    public static void Require(bool isInstalled, string name, string packages)
    {
        if (!isInstalled && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"{name} is absent; CI must have it: apt-get install {packages}");
        Assert.SkipUnless(isInstalled, $"{name} is absent: apt-get install {packages}");
    }
}
