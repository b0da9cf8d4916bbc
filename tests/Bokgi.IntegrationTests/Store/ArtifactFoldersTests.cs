using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Storage;
using Bokgi.IntegrationTests.CommandLine;
using Bokgi.MarketData.Locking;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

/// <summary>What happens to a run's files when the database fails while the run's row is saved or removed.</summary>
public sealed class ArtifactFoldersTests : IDisposable
{
    private const string RunFolder = "backtests/2024-01-01/one";

    private readonly TemporaryFolder root = new();
    private readonly ArtifactFolders folders;

    public ArtifactFoldersTests() => folders = new ArtifactFolders(root.Path, "this database");

    private bool FilesExist => File.Exists(Path.Combine(folders.PathOf(RunFolder), ArtifactNames.RowsFile));

    public void Dispose() => root.Dispose();

    [Fact]
    public async Task Commit_RowIsRefused_RemovesTheFilesAndThrows()
    {
        await Should.ThrowAsync<TimeoutException>(() =>
            CommitRunAsync(saveRow: () => throw new TimeoutException(), hasRow: () => Task.FromResult(false))
        );

        FilesExist.ShouldBeFalse();
        Directory.GetFiles(root.PathOf(".pending")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Commit_RowSavedButResponseLost_KeepsTheFiles()
    {
        await CommitRunAsync(saveRow: () => throw new TimeoutException(), hasRow: () => Task.FromResult(true));

        FilesExist.ShouldBeTrue();
        Directory.GetFiles(root.PathOf(".pending")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_RowStateUnknown_LeavesTheFilesToALaterSweep(bool rowExists)
    {
        await Should.ThrowAsync<InvalidOperationException>(() =>
            CommitRunAsync(saveRow: () => throw new TimeoutException(), hasRow: () => throw new InvalidOperationException())
        );
        FilesExist.ShouldBeTrue();

        (await new ArtifactFolders(root.Path, "another database").SweepOrphansAsync(hasRow: _ => Task.FromResult(false))).ShouldBe(0);
        FilesExist.ShouldBeTrue();
        (await folders.SweepOrphansAsync(hasRow: folder => Task.FromResult(folder == RunFolder && rowExists))).ShouldBe(rowExists ? 0 : 1);

        FilesExist.ShouldBe(rowExists);
        Directory.GetFiles(root.PathOf(".pending")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_WhileABackupIsMade_RemovesTheFilesAfterwards()
    {
        await CommitRunAsync(saveRow: () => Task.CompletedTask, hasRow: () => Task.FromResult(false));
        // A backup holds this lock while it copies the files.
        using (FileLock.Acquire(ResultsFolder.RemovalLockPath(root.Path), TimeSpan.Zero))
        {
            (await folders.DeleteAsync(RunFolder, deleteRow: () => Task.FromResult(true))).ShouldBeTrue();
            (await folders.SweepOrphansAsync(hasRow: _ => Task.FromResult(false))).ShouldBe(0);
            FilesExist.ShouldBeTrue();
            folders.HasLeftovers.ShouldBeTrue();
        }

        (await folders.SweepOrphansAsync(hasRow: _ => Task.FromResult(false))).ShouldBe(1);

        FilesExist.ShouldBeFalse();
        Directory.GetFiles(root.PathOf(".pending")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_RowCannotBeRemoved_KeepsTheFilesUntilTheRowIsRemoved()
    {
        await CommitRunAsync(saveRow: () => Task.CompletedTask, hasRow: () => Task.FromResult(false));

        await Should.ThrowAsync<TimeoutException>(() => folders.DeleteAsync(RunFolder, () => throw new TimeoutException()));

        FilesExist.ShouldBeTrue();
        (await folders.SweepOrphansAsync(hasRow: _ => Task.FromResult(true))).ShouldBe(0);
        FilesExist.ShouldBeTrue();
        (await folders.DeleteAsync(RunFolder, () => Task.FromResult(true))).ShouldBeTrue();
        FilesExist.ShouldBeFalse();
    }

    private async Task CommitRunAsync(Func<Task> saveRow, Func<Task<bool>> hasRow)
    {
        using var artifacts = await folders.BeginAsync();
        artifacts.Started(symbols: 1);
        await folders.CommitAsync(artifacts, RunFolder, saveRow, hasRow);
    }
}
