namespace Bokgi.MarketData.Lake.Claims;

/// <summary>The field types of Thrift's compact protocol; Parquet has no maps.</summary>
internal enum CompactType
{
    Stop = 0,
    True = 1,
    False = 2,
    Int8 = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Struct = 12,
}
