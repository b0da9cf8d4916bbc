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
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, name)));
        Require(isThere, name, packages);
    }

    /// <inheritdoc cref="Require(string, string)"/>
    public static void Require(bool isThere, string name, string packages)
    {
        if (!isThere && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"{name} is absent; CI must have it: apt-get install {packages}");
        Assert.SkipUnless(isThere, $"{name} is absent: apt-get install {packages}");
    }
}
