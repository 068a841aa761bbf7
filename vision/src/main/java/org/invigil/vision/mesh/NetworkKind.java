package org.invigil.vision.mesh;

/** The networks of engine {@code mesh} and what they take in: RGB, each colour a float. */
public enum NetworkKind {
    /** BlazeFace for faces near the camera. */
    FACE_DETECTION_SHORT_RANGE(128, 128, -1, 1, false),
    /** BlazeFace for faces up to about 5 m away. */
    FACE_DETECTION_FULL_RANGE(192, 192, -1, 1, false),
    /** 468 face landmarks and a face flag. */
    FACE_LANDMARK(192, 192, 0, 1, false),
    /** The same with irises and refined eyes and lips. */
    FACE_LANDMARK_WITH_ATTENTION(192, 192, 0, 1, false),
    /** Person mask, wide. */
    PERSON_SEGMENTATION(256, 144, 0, 1, true),
    /** Person mask, square. */
    PERSON_SEGMENTATION_SQUARE(256, 256, 0, 1, true),
    /** NanoDet, class "person". */
    PERSON_DETECTION(320, 256, 0, 255, false),
    /** NanoDet, class "cell phone", scores alone; only needed where phones are looked for. */
    PHONE_DETECTION(416, 320, 0, 255, false);

    private final int width;
    private final int height;
    private final double black;
    private final double white;
    private final boolean stretched;

    NetworkKind(int width, int height, double black, double white, boolean stretched) {
        this.width = width;
        this.height = height;
        this.black = black;
        this.white = white;
        this.stretched = stretched;
    }

    /** Width of the input in pixels. */
    public int width() {
        return width;
    }

    /** Height of the input in pixels. */
    public int height() {
        return height;
    }

    /** Input of a black pixel. */
    public double black() {
        return black;
    }

    /** Input of a white pixel. */
    public double white() {
        return white;
    }

    /** How the network sees a whole picture: stretched to its input's shape, or in its own proportions with black beside it. */
    public boolean stretched() {
        return stretched;
    }
}
