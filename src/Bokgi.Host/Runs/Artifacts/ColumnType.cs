namespace Bokgi.Host.Runs.Artifacts;

/// <summary>The type of the values in a column of a run's table. The numbers of the members are stored in files.</summary>
internal enum ColumnType : byte
{
    /// <summary>UTC microseconds since the Unix epoch, as 64-bit integers.</summary>
    Time = 0,

    /// <summary>32-bit integers.</summary>
    Integer = 1,

    /// <summary>64-bit floating-point numbers.</summary>
    Number = 2,

    /// <summary>Texts; a column has only a few distinct texts.</summary>
    Text = 3,
}
