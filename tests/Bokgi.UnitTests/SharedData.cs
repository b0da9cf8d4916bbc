using Xunit;

namespace Bokgi.UnitTests;

/// <summary>The real candles and expected results in <c>../shared/data</c>, beside the repository. Tests only read them.</summary>
internal static class SharedData
{
    /// <summary>The repository's root: the closest folder above this assembly that contains the solution.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    private static string Root => Path.Combine(RepositoryRoot, "..", "shared", "data");

    /// <summary>
    /// The full path of a file or folder in the shared data. If it is missing, the test is skipped, or fails with CI=true.
    /// </summary>
    public static string Require(params string[] parts)
    {
        var path = Path.GetFullPath(Path.Combine([Root, .. parts]));
        var exists = File.Exists(path) || Directory.Exists(path);
        if (!exists && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"{path} is absent; CI must have it");
        Assert.SkipUnless(exists, $"{path} is absent: real candles are kept beside the repository");
        return path;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Bokgi.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"no Bokgi.slnx above {AppContext.BaseDirectory}");
    }
}
