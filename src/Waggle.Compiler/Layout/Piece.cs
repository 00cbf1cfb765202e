namespace Waggle.Compiler.Layout;

/// <summary>A run of bytes that one load and one store can copy.</summary>
internal readonly record struct Piece(int Offset, int Size);
