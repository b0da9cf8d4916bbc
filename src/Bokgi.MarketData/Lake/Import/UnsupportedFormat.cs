namespace Bokgi.MarketData.Lake.Import;

/// <summary>Detects unsupported formats in which candles are distributed, and suggests how to convert them.</summary>
internal static class UnsupportedFormat
{
    private const int TarSignatureOffset = 257;
    private const string NumPyCall = "DataFrame(numpy.load('file.npy'), columns=['time', 'open', 'high', 'low', 'close', 'volume'])";

    private static readonly (byte[] Begin, string Name, string Remedy)[] Formats =
    [
        (
            [0x89, (byte)'H', (byte)'D', (byte)'F'],
            "an HDF5 file",
            $"convert it, for example with Python: {ConvertWithPandas("read_hdf('file.h5')")}"
        ),
        (
            "SQLite format 3\0"u8.ToArray(),
            "an SQLite database",
            "export the table with candles, for example: sqlite3 -header -csv file.db \"select * from candles\" > BTC_KRW_1h.csv"
        ),
        ([0xD0, 0xCF, 0x11, 0xE0], "an Excel file (.xls)", "open it and save the sheet as CSV UTF-8"),
        ("<!doctype"u8.ToArray(), "an HTML page", "it is what a browser shows, perhaps a sign-in or an error; download the file itself"),
        ("<html"u8.ToArray(), "an HTML page", "it is what a browser shows, perhaps a sign-in or an error; download the file itself"),
        ("<table"u8.ToArray(), "an HTML page", "it is what a browser shows, perhaps a sign-in or an error; download the file itself"),
        ("<!--"u8.ToArray(), "an HTML page", "it is what a browser shows, perhaps a sign-in or an error; download the file itself"),
        ("<?xml"u8.ToArray(), "an XML file", "convert it to CSV or JSON"),
        ("version https://git-lfs"u8.ToArray(), "a Git LFS pointer and not the file itself", "fetch the file with 'git lfs pull'"),
        (
            "FEA1"u8.ToArray(),
            "a Feather file of version 1",
            $"write it again, for example with Python: {ConvertWithPandas("read_feather('file.feather')")}"
        ),
        ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive", "unpack it with 'zstd -d'"),
        ("BZh"u8.ToArray(), "a bzip2 archive", "unpack it with 'bunzip2'"),
        ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "an xz archive", "unpack it with 'unxz'"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF], "a 7z archive", "unpack it"),
        ("Rar!"u8.ToArray(), "a RAR archive", "unpack it"),
        (
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'],
            "a NumPy array",
            $"write it with its columns, for example with Python: {ConvertWithPandas(NumPyCall, imports: "numpy, pandas as pd")}"
        ),
        ([0x80, 2], "a Python pickle", PickleRemedy),
        ([0x80, 3], "a Python pickle", PickleRemedy),
        ([0x80, 4, 0x95], "a Python pickle", PickleRemedy),
        ([0x80, 5, 0x95], "a Python pickle", PickleRemedy),
        ("ORC"u8.ToArray(), "an ORC file", $"convert it, for example with Python: {ConvertWithPandas("read_orc('file.orc')")}"),
        ("Obj\u0001"u8.ToArray(), "an Avro file", "convert it to Parquet or CSV"),
        ("%PDF"u8.ToArray(), "a PDF document", "ask its source for CSV"),
    ];

    private static string PickleRemedy =>
        $"if you trust the file (loading it can run code), convert it: {ConvertWithPandas("read_pickle('file.pkl')")}";

    /// <summary>The name of an unsupported format and the remedy; null when the file may be supported.</summary>
    /// <param name="head">The first bytes of the file.</param>
    public static (string Name, string Remedy)? Find(ReadOnlySpan<byte> head)
    {
        head = head.TrimStart("\uFEFF \t\r\n"u8);
        foreach (var (signature, name, remedy) in Formats)
        {
            if (head.Length >= signature.Length && StartsWith(head, signature))
                return (name, remedy);
        }

        return null;
    }

    /// <summary>Whether the contents are a tar archive.</summary>
    /// <param name="head">The first bytes of the contents.</param>
    public static bool IsTar(ReadOnlySpan<byte> head) =>
        head.Length > TarSignatureOffset && head[TarSignatureOffset..].StartsWith("ustar"u8);

    // A Python command that stores as Parquet what the call to pandas reads.
    private static string ConvertWithPandas(string call, string imports = "pandas as pd") =>
        $"import {imports}; pd.{call}.to_parquet('BTC_KRW_1h.parquet')";

    // HTML tags are written in upper or lower case.
    private static bool StartsWith(ReadOnlySpan<byte> head, byte[] signature)
    {
        for (var i = 0; i < signature.Length; i++)
        {
            var isTagLetter = signature[0] == '<' && char.IsAsciiLetter((char)head[i]);
            var comparedByte = isTagLetter ? head[i] | 0x20 : head[i]; // 0x20 makes a letter lower case
            if (comparedByte != signature[i])
                return false;
        }

        return true;
    }
}
