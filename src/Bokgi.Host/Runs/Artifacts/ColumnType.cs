namespace Bokgi.Host.Runs.Artifacts;

/// <summary>The values of a column of a run. The numbers are stored in files.</summary>
internal enum ColumnType : byte
{
    /// <summary>UTC microseconds since the Unix epoch, as 64-bit integers.</summary>
    Time = 0,

    /// <summary>32-bit integers.</summary>
    Integer = 1,

    /// <summary>64-bit floating-point numbers.</summary>
    Number = 2,

    /// <summary>Texts, of which there are only a few different ones.</summary>
    Text = 3,
}
