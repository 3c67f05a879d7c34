"""Makes the .npy files of the tests, with NumPy's own writer.

    pip install numpy && python arrays.py
"""

import numpy as np

vector = np.array([1.5, -2.25, 1e300])
matrix = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])

np.save("f8.npy", vector.astype("<f8"))
np.save("f8-big.npy", vector.astype(">f8"))
np.save("f4.npy", np.array([1.5, -2.25, 0.1], dtype="<f4"))
np.save("f4-big.npy", np.array([1.5, -2.25, 0.1], dtype=">f4"))
np.save("f2.npy", np.array([1.5, -2.25, 0.1], dtype="<f2"))
np.save("matrix.npy", matrix)
np.save("matrix-fortran.npy", np.asfortranarray(matrix))
np.save("matrix-big.npy", np.asfortranarray(matrix.astype(">f8")))
np.save("i1.npy", np.array([-128, 127], dtype="i1"))
np.save("i2-big.npy", np.array([-32768, 32767], dtype=">i2"))
np.save("i4.npy", np.array([[-2147483648, 2147483647]], dtype="<i4"))
np.save("i8.npy", np.array([-9007199254740992, 9007199254740992], dtype="<i8"))
np.save("i8-huge.npy", np.array([9007199254740994], dtype="<i8"))
np.save("u1.npy", np.array([0, 255], dtype="u1"))
np.save("u2.npy", np.array([0, 65535], dtype="<u2"))
np.save("u4-big.npy", np.array([0, 4294967295], dtype=">u4"))
np.save("u8-huge.npy", np.array([18446744073709551615], dtype="<u8"))
np.save("number.npy", np.array(2.5))
np.save("empty.npy", np.zeros(0))
np.save("cube.npy", np.zeros((2, 2, 2)))
np.save("complex.npy", np.zeros(2, dtype="c16"))
np.save("text.npy", np.array(["a", "b"]))
