using Bokgi.Host.Runs.Artifacts;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

/// <summary>What happens to a run's files when the database fails at the critical moment.</summary>
public sealed class ArtifactFoldersTests : IDisposable
{
    private const string Run = "backtests/2024-01-01/one";

    private readonly TemporaryFolder root = new();
    private readonly ArtifactFolders folders;

    public ArtifactFoldersTests() => folders = new ArtifactFolders(root.Path, "this database");

    private bool IsThere => File.Exists(Path.Combine(folders.Of(Run), RunArtifacts.EquityFile));

    public void Dispose() => root.Dispose();

    [Fact]
    public void Keep_RowIsRefused_RemovesTheFilesAndTellsWhy()
    {
        Should.Throw<TimeoutException>(() => Keep(() => throw new TimeoutException(), () => false));

        IsThere.ShouldBeFalse();
        Directory.GetFiles(root.Of(".pending")).ShouldBeEmpty();
    }

    [Fact]
    public void Keep_RowIsThereThoughItsAnswerWasLost_KeepsTheFiles()
    {
        Keep(() => throw new TimeoutException(), () => true);

        IsThere.ShouldBeTrue();
        Directory.GetFiles(root.Of(".pending")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Keep_NobodyKnowsWhetherTheRowIsThere_LeavesItToALaterSweep(bool isKnown)
    {
        Should.Throw<InvalidOperationException>(() =>
            Keep(() => throw new TimeoutException(), () => throw new InvalidOperationException())
        );
        IsThere.ShouldBeTrue();

        new ArtifactFolders(root.Path, "another database").Sweep(_ => false).ShouldBe(0);
        IsThere.ShouldBeTrue();
        folders.Sweep(folder => folder == Run && isKnown).ShouldBe(isKnown ? 0 : 1);

        IsThere.ShouldBe(isKnown);
        Directory.GetFiles(root.Of(".pending")).ShouldBeEmpty();
    }

    [Fact]
    public void Drop_RowCannotBeRemoved_LeavesTheFilesToALaterSweep()
    {
        Keep(() => { }, () => false);

        Should.Throw<TimeoutException>(() => folders.Drop(Run, () => throw new TimeoutException()));

        IsThere.ShouldBeTrue();
        folders.Sweep(_ => true).ShouldBe(0);
        IsThere.ShouldBeTrue();
        folders.Drop(Run, () => true).ShouldBeTrue();
        IsThere.ShouldBeFalse();
    }

    private void Keep(Action record, Func<bool> isKnown)
    {
        using var artifacts = folders.Begin();
        artifacts.Started(1);
        folders.Keep(artifacts, Run, record, isKnown);
    }
}
