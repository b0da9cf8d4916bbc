using Bokgi.Host.Runs.Artifacts;
using Bokgi.IntegrationTests.CommandLine;
using Shouldly;
using Xunit;

namespace Bokgi.IntegrationTests.Store;

/// <summary>What happens to a run's files when the database fails while the run's row is saved or removed.</summary>
public sealed class ArtifactFoldersTests : IDisposable
{
    private const string Run = "backtests/2024-01-01/one";

    private readonly TemporaryFolder root = new();
    private readonly ArtifactFolders folders;

    public ArtifactFoldersTests() => folders = new ArtifactFolders(root.Path, "this database");

    private bool FilesExist => File.Exists(Path.Combine(folders.PathOf(Run), RunArtifacts.EquityFile));

    public void Dispose() => root.Dispose();

    [Fact]
    public async Task Commit_RowIsRefused_RemovesTheFilesAndThrows()
    {
        await Should.ThrowAsync<TimeoutException>(() => CommitRunAsync(() => throw new TimeoutException(), () => Task.FromResult(false)));

        FilesExist.ShouldBeFalse();
        Directory.GetFiles(root.PathOf(".pending")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Commit_RowSavedButResponseLost_KeepsTheFiles()
    {
        await CommitRunAsync(() => throw new TimeoutException(), () => Task.FromResult(true));

        FilesExist.ShouldBeTrue();
        Directory.GetFiles(root.PathOf(".pending")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Commit_RowStateUnknown_LeavesTheFilesToALaterSweep(bool rowExists)
    {
        await Should.ThrowAsync<InvalidOperationException>(() =>
            CommitRunAsync(() => throw new TimeoutException(), () => throw new InvalidOperationException())
        );
        FilesExist.ShouldBeTrue();

        (await new ArtifactFolders(root.Path, "another database").SweepAsync(_ => Task.FromResult(false))).ShouldBe(0);
        FilesExist.ShouldBeTrue();
        (await folders.SweepAsync(folder => Task.FromResult(folder == Run && rowExists))).ShouldBe(rowExists ? 0 : 1);

        FilesExist.ShouldBe(rowExists);
        Directory.GetFiles(root.PathOf(".pending")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_RowCannotBeRemoved_KeepsTheFilesUntilItIsRemoved()
    {
        await CommitRunAsync(() => Task.CompletedTask, () => Task.FromResult(false));

        await Should.ThrowAsync<TimeoutException>(() => folders.DeleteAsync(Run, () => throw new TimeoutException()));

        FilesExist.ShouldBeTrue();
        (await folders.SweepAsync(_ => Task.FromResult(true))).ShouldBe(0);
        FilesExist.ShouldBeTrue();
        (await folders.DeleteAsync(Run, () => Task.FromResult(true))).ShouldBeTrue();
        FilesExist.ShouldBeFalse();
    }

    private async Task CommitRunAsync(Func<Task> saveRow, Func<Task<bool>> rowExists)
    {
        using var artifacts = await folders.BeginAsync();
        artifacts.Started(1);
        await folders.CommitAsync(artifacts, Run, saveRow, rowExists);
    }
}
