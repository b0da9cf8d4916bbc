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

    private bool IsThere => File.Exists(Path.Combine(folders.Of(Run), RunArtifacts.EquityFile));

    public void Dispose() => root.Dispose();

    [Fact]
    public async Task Keep_RowIsRefused_RemovesTheFilesAndTellsWhy()
    {
        await Should.ThrowAsync<TimeoutException>(() => KeepAsync(() => throw new TimeoutException(), () => Task.FromResult(false)));

        IsThere.ShouldBeFalse();
        Directory.GetFiles(root.Of(".pending")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Keep_RowIsThereThoughItsAnswerWasLost_KeepsTheFiles()
    {
        await KeepAsync(() => throw new TimeoutException(), () => Task.FromResult(true));

        IsThere.ShouldBeTrue();
        Directory.GetFiles(root.Of(".pending")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keep_NobodyKnowsWhetherTheRowIsThere_LeavesItToALaterSweep(bool isKnown)
    {
        await Should.ThrowAsync<InvalidOperationException>(() =>
            KeepAsync(() => throw new TimeoutException(), () => throw new InvalidOperationException())
        );
        IsThere.ShouldBeTrue();

        (await new ArtifactFolders(root.Path, "another database").SweepAsync(_ => Task.FromResult(false))).ShouldBe(0);
        IsThere.ShouldBeTrue();
        (await folders.SweepAsync(folder => Task.FromResult(folder == Run && isKnown))).ShouldBe(isKnown ? 0 : 1);

        IsThere.ShouldBe(isKnown);
        Directory.GetFiles(root.Of(".pending")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Drop_RowCannotBeRemoved_LeavesTheFilesToALaterSweep()
    {
        await KeepAsync(() => Task.CompletedTask, () => Task.FromResult(false));

        await Should.ThrowAsync<TimeoutException>(() => folders.DropAsync(Run, () => throw new TimeoutException()));

        IsThere.ShouldBeTrue();
        (await folders.SweepAsync(_ => Task.FromResult(true))).ShouldBe(0);
        IsThere.ShouldBeTrue();
        (await folders.DropAsync(Run, () => Task.FromResult(true))).ShouldBeTrue();
        IsThere.ShouldBeFalse();
    }

    private async Task KeepAsync(Func<Task> record, Func<Task<bool>> isKnown)
    {
        using var artifacts = await folders.BeginAsync();
        artifacts.Started(1);
        await folders.KeepAsync(artifacts, Run, record, isKnown);
    }
}
