using System.Runtime.CompilerServices;

namespace Waggle.Vm.Interpreter;

/// <summary>How much a load or store moves, and what a load makes of it.</summary>
internal unsafe interface IWidth
{
    static abstract int Size { get; }

    static abstract bool IsSigned { get; }

    static abstract ulong Read(ulong address);

    static abstract void Write(ulong address, ulong value);

    /// <summary>What a load makes of the bytes, given as an unsigned number.</summary>
    static abstract ulong Extend(ulong value);
}

/// <summary>The widths (RFC 9669 sections 5.1 and 5.2). Addresses need not be aligned.</summary>
internal static unsafe class Width
{
    internal readonly struct Byte : IWidth
    {
        public static int Size => sizeof(byte);

        public static bool IsSigned => false;

        public static ulong Read(ulong address) => Unsafe.ReadUnaligned<byte>((void*)address);

        public static void Write(ulong address, ulong value) => Unsafe.WriteUnaligned((void*)address, (byte)value);

        public static ulong Extend(ulong value) => value;
    }

    internal readonly struct Half : IWidth
    {
        public static int Size => sizeof(ushort);

        public static bool IsSigned => false;

        public static ulong Read(ulong address) => Unsafe.ReadUnaligned<ushort>((void*)address);

        public static void Write(ulong address, ulong value) => Unsafe.WriteUnaligned((void*)address, (ushort)value);

        public static ulong Extend(ulong value) => value;
    }

    internal readonly struct Word : IWidth
    {
        public static int Size => sizeof(uint);

        public static bool IsSigned => false;

        public static ulong Read(ulong address) => Unsafe.ReadUnaligned<uint>((void*)address);

        public static void Write(ulong address, ulong value) => Unsafe.WriteUnaligned((void*)address, (uint)value);

        public static ulong Extend(ulong value) => value;
    }

    internal readonly struct Double : IWidth
    {
        public static int Size => sizeof(ulong);

        public static bool IsSigned => false;

        public static ulong Read(ulong address) => Unsafe.ReadUnaligned<ulong>((void*)address);

        public static void Write(ulong address, ulong value) => Unsafe.WriteUnaligned((void*)address, value);

        public static ulong Extend(ulong value) => value;
    }

    internal readonly struct SignedByte : IWidth
    {
        public static int Size => sizeof(sbyte);

        public static bool IsSigned => true;

        public static ulong Read(ulong address) => (ulong)Unsafe.ReadUnaligned<sbyte>((void*)address);

        public static void Write(ulong address, ulong value) => Unsafe.WriteUnaligned((void*)address, (sbyte)value);

        public static ulong Extend(ulong value) => (ulong)(sbyte)value;
    }

    internal readonly struct SignedHalf : IWidth
    {
        public static int Size => sizeof(short);

        public static bool IsSigned => true;

        public static ulong Read(ulong address) => (ulong)Unsafe.ReadUnaligned<short>((void*)address);

        public static void Write(ulong address, ulong value) => Unsafe.WriteUnaligned((void*)address, (short)value);

        public static ulong Extend(ulong value) => (ulong)(short)value;
    }

    internal readonly struct SignedWord : IWidth
    {
        public static int Size => sizeof(int);

        public static bool IsSigned => true;

        public static ulong Read(ulong address) => (ulong)Unsafe.ReadUnaligned<int>((void*)address);

        public static void Write(ulong address, ulong value) => Unsafe.WriteUnaligned((void*)address, (int)value);

        public static ulong Extend(ulong value) => (ulong)(int)value;
    }
}
