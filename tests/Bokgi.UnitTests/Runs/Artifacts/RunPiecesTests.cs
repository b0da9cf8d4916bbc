using System.Security.Cryptography;
using Bokgi.Host.Platform.Errors;
using Bokgi.Host.Runs.Artifacts;
using Bokgi.Host.Runs.Rows;
using Shouldly;
using Xunit;

namespace Bokgi.UnitTests.Runs.Artifacts;

/// <summary>Workers write the pieces of a queued run; RunPieces gathers them in the run's folder.</summary>
public sealed class RunPiecesTests : IDisposable
{
    private static readonly string[] Names = ["trades.parquet", "equity.parquet"];

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("bokgi-pieces-");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void Gather_UndamagedPieces_KeepsTheirBytesInOrderWithTheirHashes()
    {
        var gathered = Gather(CreatePiece("one"), CreatePiece("two"));

        gathered.Files.Keys.ShouldBe(["equity.0001.parquet", "equity.0002.parquet", "trades.0001.parquet", "trades.0002.parquet"]);
        ArtifactNames
            .FilesWithTable(ArtifactNames.Trades, gathered.Files.Keys)
            .Select(file => File.ReadAllText(Path.Combine(RunFolder, file)))
            .ShouldBe(["one trades.parquet", "two trades.parquet"]);
        foreach (var (file, hash) in gathered.Files)
            hash.ShouldBe(Hash(Path.Combine(RunFolder, file)));
    }

    [Theory]
    [InlineData(0, "trades.parquet")]
    [InlineData(1, "equity.parquet")]
    public void Gather_OneBitOfAPieceFlipped_IsRefusedNamingTheFile(int piece, string name)
    {
        var pieces = new[] { CreatePiece("one"), CreatePiece("two") };
        var path = Path.Combine(pieces[piece].Folder, name);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        var error = Should.Throw<LostDataException>(() => Gather(pieces));

        error.Message.ShouldStartWith($"{name} of piece {piece + 1} of the run is damaged");
    }

    [Fact]
    public void Gather_FileOfAPieceMissing_IsRefusedNamingTheFile()
    {
        var pieces = new[] { CreatePiece("one"), CreatePiece("two") };
        File.Delete(Path.Combine(pieces[1].Folder, "trades.parquet"));

        Should.Throw<LostDataException>(() => Gather(pieces)).Message.ShouldStartWith("trades.parquet of piece 2 of the run is missing");
    }

    // A worker of an earlier version may have written one of the pieces.
    [Fact]
    public void Has_ColumnThatOnePieceLacks_IsFalse()
    {
        var paths = new[] { Write("new.parquet", "equity", "close"), Write("old.parquet", "equity") };

        using var reader = new ArtifactReader("run", paths, ArtifactNames.Equity, isVerified: true);

        (reader.HasColumn("close"), reader.HasColumn("equity"), reader.GroupCount).ShouldBe((false, true, 2));
        (reader.Read<double>(0, "equity").Single(), reader.Read<double>(1, "equity").Single()).ShouldBe((1.5, 1.5));
        using var newReader = new ArtifactReader("run", paths[..1], ArtifactNames.Equity, isVerified: true);
        newReader.HasColumn("close").ShouldBeTrue();

        string Write(string name, params string[] columns)
        {
            var path = Path.Combine(root.FullName, name);
            using var stream = File.Create(path);
            using var file = new ParquetRowWriter(stream, columns.Select(column => new ArtifactColumn(column, ColumnType.Number)));
            file.BeginRowGroup();
            foreach (var _ in columns)
                file.Write((double[])[1.5]);
            file.Close();
            return path;
        }
    }

    // During an upgrade, workers of two versions write pieces of one run.
    [Fact]
    public void FilesWithTable_PiecesOfSeveralVersions_AreInOrderOfThePieces()
    {
        string[] files = ["equity.0001.parquet", "rows.0002.bokgi", "trades.0001.parquet", "trades.0010.parquet", "rows.bokgi.part", "x"];

        ArtifactNames
            .FilesWithTable(ArtifactNames.Trades, files)
            .ShouldBe(["trades.0001.parquet", "rows.0002.bokgi", "trades.0010.parquet"]);
        ArtifactNames.FilesWithTable(ArtifactNames.Equity, files).ShouldBe(["equity.0001.parquet", "rows.0002.bokgi"]);
        ArtifactNames.FilesWithTable(ArtifactNames.Signals, ["rows.bokgi"]).ShouldBe(["rows.bokgi"]);
    }

    [Fact]
    public void ExpectedFiles_FolderOfEachVersion_NamesExistingAndMissingFiles()
    {
        ArtifactNames.ExpectedFiles(RunFolder).ShouldBe(["equity.parquet", "signals.parquet", "trades.parquet"], "there is no folder");
        var folder = CreatePiece("one").Folder;
        ArtifactNames.ExpectedFiles(folder).ShouldBe(["equity.parquet", "signals.parquet", "trades.parquet"]);
        File.WriteAllText(Path.Combine(folder, "rows.0001.bokgi"), "x");
        ArtifactNames.ExpectedFiles(folder).ShouldBe(["equity.parquet", "rows.0001.bokgi", "trades.parquet"], "those that exist");
    }

    [Fact]
    public void Gather_PieceStoredWithoutHashes_IsAcceptedUnchecked()
    {
        var folder = CreatePiece("one").Folder;
        File.WriteAllText(Path.Combine(folder, "signals.parquet"), "x");
        var gathered = Gather((folder, null));

        gathered.Files["trades.parquet"].ShouldBe(Hash(Path.Combine(RunFolder, "trades.parquet")));
        gathered.AreComputedAfterStoring.ShouldBeFalse();
    }

    private string RunFolder => Path.Combine(root.FullName, "run");

    private ArtifactHashes Gather(params (string Folder, IReadOnlyDictionary<string, string>? Hashes)[] pieces) =>
        RunPieces.Gather(RunFolder, pieces);

    private (string Folder, IReadOnlyDictionary<string, string>? Hashes) CreatePiece(string content)
    {
        var folder = root.CreateSubdirectory(content).FullName;
        foreach (var name in Names)
            File.WriteAllText(Path.Combine(folder, name), $"{content} {name}");
        return (folder, Names.ToDictionary(name => name, name => Hash(Path.Combine(folder, name))));
    }

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
